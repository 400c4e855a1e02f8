// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.hpp"

#include <algorithm>

#include "base/result.hpp"

namespace genai {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t offset) {
    ensure(offset < text.size(), "decode_utf8 starts inside the text");
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {first, 1};

    std::size_t length = 0;
    char32_t value = 0;
    char32_t smallest = 0;
    if ((first & 0xE0) == 0xC0) {
        length = 2, value = first & 0x1F, smallest = 0x80;
    } else if ((first & 0xF0) == 0xE0) {
        length = 3, value = first & 0x0F, smallest = 0x800;
    } else if ((first & 0xF8) == 0xF0) {
        length = 4, value = first & 0x07, smallest = 0x10000;
    } else {
        return {kReplacement, 1};
    }
    if (text.size() - offset < length) return {kReplacement, 1};
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(byte(i))) return {kReplacement, 1};
        value = (value << 6) | (byte(i) & 0x3F);
    }
    const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest || value > 0x10FFFF || is_surrogate) return {kReplacement, 1};
    return {value, length};
}

void append_utf8(std::string& text, char32_t code_point) {
    const auto push = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) code_point = kReplacement;
    if (code_point < 0x80) {
        push(code_point);
    } else if (code_point < 0x800) {
        push(0xC0 | code_point >> 6);
        push(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        push(0xE0 | code_point >> 12);
        push(0x80 | (code_point >> 6 & 0x3F));
        push(0x80 | (code_point & 0x3F));
    } else {
        push(0xF0 | code_point >> 18);
        push(0x80 | (code_point >> 12 & 0x3F));
        push(0x80 | (code_point >> 6 & 0x3F));
        push(0x80 | (code_point & 0x3F));
    }
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = decode_utf8(text, i);
        if (point.value == kReplacement && point.bytes == 1) return false;
        i += point.bytes;
    }
    return true;
}

std::string to_valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = decode_utf8(text, i);
        append_utf8(valid, point.value);
        i += point.bytes;
    }
    return valid;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); i += decode_utf8(text, i).bytes) ++count;
    return count;
}

std::size_t byte_offset(std::string_view text, std::size_t code_point_index) {
    std::size_t offset = 0;
    while (code_point_index-- > 0 && offset < text.size()) offset += decode_utf8(text, offset).bytes;
    return offset;
}

std::string_view slice_code_points(std::string_view text, std::size_t start, std::size_t end) {
    if (end <= start) return {};
    const std::size_t first = byte_offset(text, start);
    const std::string_view rest = text.substr(first);
    return rest.substr(0, byte_offset(rest, end - start));
}

CodePointIndex::CodePointIndex(std::string_view text) {
    starts_.reserve(text.size() + 1);
    for (std::size_t i = 0; i < text.size(); i += decode_utf8(text, i).bytes) {
        starts_.push_back(static_cast<std::uint32_t>(i));
    }
    starts_.push_back(static_cast<std::uint32_t>(text.size()));
}

std::size_t CodePointIndex::to_byte(std::size_t index) const { return starts_[std::min(index, size())]; }

std::size_t CodePointIndex::to_code_point(std::size_t byte) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), byte);
    return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

}  // namespace genai
