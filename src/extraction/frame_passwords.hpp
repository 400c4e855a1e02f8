// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace genai::extraction {

// What the child reads from its standard input before anything else: the passwords to try, in this order. Each is its
// length (1 byte) and its bytes. They go through a pipe, since arguments and environments can be seen by others.
inline constexpr std::size_t kPasswordBytesMax = 127;  // of UTF-8; the standard cuts longer ones (ISO 32000-2, 7.6.4.3)
inline constexpr std::size_t kPasswordsPerFileMax = 30;
inline constexpr std::size_t kPasswordInputBytesMax = kPasswordsPerFileMax * (kPasswordBytesMax + 1);

// Passwords beyond the limits are left out.
std::string encode_passwords(const std::vector<std::string>& passwords);
std::vector<std::string> decode_passwords(std::string_view input);

}  // namespace genai::extraction
