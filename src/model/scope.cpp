// SPDX-License-Identifier: Apache-2.0
#include "model/scope.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace genai {

namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool may_stand_in_name(char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; }

}  // namespace

Result<void> check_collection_name(std::string_view name) {
    const auto refuse = [&](const std::string& why) {
        constexpr std::size_t kShown = 60;
        return fail(ErrorKind::kInvalidInput,
                    "\"" + to_valid_utf8(slice_code_points(name, 0, kShown)) + "\" cannot name a collection: " + why);
    };
    if (name.empty()) return refuse("it is empty");
    if (!is_valid_utf8(name)) return refuse("it is not UTF-8");
    if (count_code_points(name) > kCollectionNameMax)
        return refuse("it is longer than " + std::to_string(kCollectionNameMax) + " characters");
    if (!std::all_of(name.begin(), name.end(), may_stand_in_name))
        return refuse("use letters, digits, \".\", \"_\" and \"-\"");
    if (!is_letter_or_digit(name.front())) return refuse("it must begin with a letter or a digit");
    return {};
}

}  // namespace genai
