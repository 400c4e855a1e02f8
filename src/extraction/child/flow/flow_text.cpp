// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/flow/flow_text.hpp"

#include "base/utf8.hpp"

namespace genai::extraction::child {

namespace {

enum class Use { kLetter, kSpace, kLineBreak, kNothing };

bool is_between(char32_t code, char32_t first, char32_t last) { return code >= first && code <= last; }

// Unicode 15: White_Space; controls, zero width, direction and tag characters, noncharacters.
Use use_of(char32_t code) {
    if (code > ' ' && code < 0x7F) return Use::kLetter;
    if (code == '\n') return Use::kLineBreak;
    if (code == ' ' || is_between(code, 0x09, 0x0D)) return Use::kSpace;
    if (code == 0x85 || code == 0x2028 || code == 0x2029) return Use::kLineBreak;
    if (code < 0xA0) return Use::kNothing;
    if (code == 0xA0 || code == 0x1680 || is_between(code, 0x2000, 0x200A) || code == 0x202F || code == 0x205F ||
        code == 0x3000)
        return Use::kSpace;
    const bool is_nothing = code == 0xAD || code == 0x200B || is_between(code, 0x200E, 0x200F) ||
                            is_between(code, 0x202A, 0x202E) || is_between(code, 0x2060, 0x206F) || code == 0xFEFF ||
                            is_between(code, 0xFDD0, 0xFDEF) || (code & 0xFFFE) == 0xFFFE ||
                            is_between(code, 0xFFF9, 0xFFFB) || is_between(code, 0xE0000, 0xE007F);
    return is_nothing ? Use::kNothing : Use::kLetter;
}

}  // namespace

std::string to_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    bool is_after_space = false;
    for (std::size_t i = 0; i < text.size();) {
        const auto point = decode_utf8(text, i);
        i += point.bytes;
        const auto use = use_of(point.value);
        if (use == Use::kSpace || use == Use::kLineBreak) is_after_space = !line.empty();
        if (use != Use::kLetter) continue;
        if (is_after_space) line += ' ';
        is_after_space = false;
        append_utf8(line, point.value);
    }
    return line;
}

std::string to_lines(std::string_view text) {
    std::string lines;
    lines.reserve(text.size());
    std::string spaces;  // that came since the last letter
    for (std::size_t i = 0; i < text.size();) {
        const auto point = decode_utf8(text, i);
        i += point.bytes;
        const auto use = use_of(point.value);
        if (use == Use::kSpace) {
            spaces += ' ';
        } else if (use == Use::kLineBreak) {
            spaces.erase(spaces.find_last_of('\n') + 1);
            spaces += '\n';
        } else if (use == Use::kLetter) {
            if (!lines.empty()) lines += spaces;
            spaces.clear();
            append_utf8(lines, point.value);
        }
    }
    return lines;
}

std::string_view cut_text(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
    return text.substr(0, bytes_max);
}

}  // namespace genai::extraction::child
