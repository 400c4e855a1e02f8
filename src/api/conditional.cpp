// SPDX-License-Identifier: Apache-2.0
#include "api/conditional.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/utf8.hpp"

namespace genai::api {

namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view without_weakness(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag;
}

std::optional<std::uint64_t> parse_position(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// "-500": the last 500 bytes.
ByteRange parse_suffix(std::string_view text, std::uint64_t size) {
    const auto length = parse_position(text);
    if (!length) return {};
    if (*length == 0 || size == 0) return {ByteRange::Kind::kUnsatisfiable};
    const auto bytes = std::min(*length, size);
    return {ByteRange::Kind::kPart, size - bytes, bytes};
}

bool is_attribute_letter(unsigned char c) {
    const bool is_alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_alphanumeric || std::string_view("!#$&+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
}

}  // namespace

bool has_current(const Request& request, std::string_view tag) {
    std::string_view rest = request.header("if-none-match");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        const auto candidate = trimmed(rest.substr(0, end));
        if (candidate == "*" || without_weakness(candidate) == tag) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

Response not_modified(std::string_view tag) {
    Response response{.status = 304, .body = {}};
    response.headers.push_back({"ETag", std::string(tag)});
    response.cache_control = kRevalidate;
    return response;
}

ByteRange parse_range(const Request& request, std::uint64_t size, std::string_view tag) {
    constexpr std::string_view kUnit = "bytes=";
    std::string_view text = trimmed(request.header("range"));
    const auto condition = trimmed(request.header("if-range"));
    if (!text.starts_with(kUnit) || (!condition.empty() && condition != tag)) return {};
    text = trimmed(text.substr(kUnit.size()));
    const auto dash = text.find('-');
    if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return {};
    if (dash == 0) return parse_suffix(text.substr(1), size);
    const auto first = parse_position(text.substr(0, dash));
    const auto last_text = text.substr(dash + 1);
    const auto last = last_text.empty() ? std::optional<std::uint64_t>(UINT64_MAX) : parse_position(last_text);
    if (!first || !last || *last < *first) return {};
    if (*first >= size) return {ByteRange::Kind::kUnsatisfiable};
    return {ByteRange::Kind::kPart, *first, std::min(*last, size - 1) - *first + 1};
}

std::string to_disposition(Disposition disposition, std::string_view name) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const std::string valid = to_valid_utf8(name);
    std::string plain;
    std::string encoded;
    for (const char c : valid) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_shown = byte >= ' ' && byte < 0x7F && c != '"' && c != '\\' && c != '%';
        if ((byte & 0xC0U) != 0x80U) plain += is_shown ? c : '_';  // one for a letter of several bytes
        if (is_attribute_letter(byte)) {
            encoded += c;
        } else {
            encoded += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
        }
    }
    std::string text = disposition == Disposition::kInline ? "inline" : "attachment";
    text += "; filename=\"" + plain + "\"";
    if (plain != valid) text += "; filename*=UTF-8''" + encoded;
    return text;
}

}  // namespace genai::api
