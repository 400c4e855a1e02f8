// SPDX-License-Identifier: Apache-2.0
#include "model/facts.hpp"

#include <algorithm>

#include "base/trim.hpp"
#include "base/utf8.hpp"
#include "model/time_span.hpp"

namespace genai {

namespace {

constexpr std::array<std::string_view, kFactKeys.size()> kNames{"title", "organisation", "type", "period", "date"};
constexpr std::array<std::string_view, kFactSources.size()> kSourceNames{"user", "text", "metadata", "file_name"};

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

std::string_view to_string(FactKey key) { return kNames.at(static_cast<std::size_t>(key)); }

std::optional<FactKey> parse_fact_key(std::string_view name) {
    for (const FactKey key : kFactKeys)
        if (to_string(key) == name) return key;
    return std::nullopt;
}

std::string fact_names() {
    std::string all;
    for (const std::string_view name : kNames) all.append(all.empty() ? "" : ", ").append(name);
    return all;
}

std::string_view to_string(FactSource source) { return kSourceNames.at(static_cast<std::size_t>(source)); }

std::optional<FactSource> parse_fact_source(std::string_view name) {
    for (const FactSource source : kFactSources)
        if (to_string(source) == name) return source;
    return std::nullopt;
}

Result<std::string> parse_fact(FactKey key, std::string_view text) {
    const std::string name(to_string(key));
    text = trim(text, " \t\r\n");
    if (text.empty()) return fail(ErrorKind::kInvalidInput, "the value of " + name + " is empty");
    if (!is_valid_utf8(text)) return fail(ErrorKind::kInvalidInput, "the value of " + name + " is not UTF-8");
    if (has_control_character(text))
        return fail(ErrorKind::kInvalidInput, "the value of " + name + " has a line break or control character in it");
    if (count_code_points(text) > kFactCodePointsMax)
        return fail(ErrorKind::kInvalidInput,
                    "the value of " + name + " is longer than " + std::to_string(kFactCodePointsMax) + " characters");
    const bool is_time = key == FactKey::kPeriod || key == FactKey::kDate;
    if (is_time && !parse_time_span(text))
        return fail(ErrorKind::kInvalidInput, "\"" + std::string(text) + "\" is no " + name +
                                                  ": give a year, quarter, month or day like 2023, 2023-Q2, 2023-06 or "
                                                  "2023-06-30");
    return std::string(text);
}

}  // namespace genai
