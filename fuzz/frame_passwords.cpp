// SPDX-License-Identifier: Apache-2.0

// The child's standard input.
#include "extraction/frame_passwords.hpp"
#include "fuzz/target.hpp"

using namespace genai;
using namespace genai::extraction;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = to_input(data, size);
    const auto passwords = decode_passwords(input);
    for (const auto& password : passwords) demand(password.size() < input.size());
    if (input.size() > kPasswordInputBytesMax) return 0;
    for (const auto& password : decode_passwords(encode_passwords(passwords)))
        demand(password.size() <= kPasswordBytesMax);
    return 0;
}
