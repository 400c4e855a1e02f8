// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace genai::extraction::child {

// Takes away, for good, every right that this kernel's Landlock knows: files cannot be opened, made or changed, TCP
// connections cannot be made, processes outside cannot be signalled. What is open stays open. Needs
// PR_SET_NO_NEW_PRIVS. The kernel's version of Landlock, or 0 where it cannot be had.
std::uint32_t enter_landlock();

}  // namespace genai::extraction::child
