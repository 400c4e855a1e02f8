// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace genai::extraction {

// What the system holds the reading process with, besides its limits of time and memory. A filter of system calls
// (seccomp) always does, or nothing is read; Landlock comes on top where the kernel has it, as a second wall that does
// not depend on our list of calls. docs/decisions/0010-the-readers-cage.md
struct Cage {
    std::uint32_t landlock_abi = 0;  // the kernel's version of Landlock; 0: none

    bool has_landlock() const { return landlock_abi > 0; }
    bool has_network_rules() const { return landlock_abi >= kNetworkRulesAbi; }

    static constexpr std::uint32_t kNetworkRulesAbi = 4;  // Linux 6.7
};

// "seccomp and Landlock 7 (no files, no network)", or what is missing of it.
std::string to_text(const Cage& cage);

}  // namespace genai::extraction
