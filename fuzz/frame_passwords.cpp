// SPDX-License-Identifier: Apache-2.0

// The child's standard input.
#include "extraction/frame_passwords.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const auto passwords = extraction::decode_passwords(input);
    for (const auto& password : passwords) demand(password.size() < input.size());
    if (input.size() > extraction::kPasswordInputBytesMax) return;
    for (const auto& password : extraction::decode_passwords(extraction::encode_passwords(passwords)))
        demand(password.size() <= extraction::kPasswordBytesMax);
}

}  // namespace genai::fuzz
