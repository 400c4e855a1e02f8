// SPDX-License-Identifier: Apache-2.0
#include "extraction/frame_passwords.hpp"

namespace genai::extraction {

std::string encode_passwords(const std::vector<std::string>& passwords) {
    std::string input;
    for (const auto& password : passwords) {
        const bool has_room = input.size() + 1 + password.size() <= kPasswordInputBytesMax;
        if (password.size() > kPasswordBytesMax || !has_room) continue;
        input += static_cast<char>(password.size());
        input += password;
    }
    return input;
}

std::vector<std::string> decode_passwords(std::string_view input) {
    std::vector<std::string> passwords;
    while (!input.empty()) {
        const auto length = static_cast<unsigned char>(input.front());
        input.remove_prefix(1);
        if (length > input.size()) break;
        passwords.emplace_back(input.substr(0, length));
        input.remove_prefix(length);
    }
    return passwords;
}

}  // namespace genai::extraction
