// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace genai {

// One decoded code point and how many bytes it took. Malformed input decodes as U+FFFD, one byte at a time.
struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 0;
};

// Decodes the code point that starts at `offset`, which must be less than text.size().
CodePoint decode_utf8(std::string_view text, std::size_t offset);

void append_utf8(std::string& text, char32_t code_point);

bool is_valid_utf8(std::string_view text);

// The text with every malformed sequence replaced by U+FFFD.
std::string to_valid_utf8(std::string_view text);

// How many code points the text has.
std::size_t count_code_points(std::string_view text);

// The byte offset of the code point with this index; text.size() when there are fewer.
std::size_t byte_offset(std::string_view text, std::size_t code_point_index);

// The code points [start, end) as a view of the bytes.
std::string_view slice_code_points(std::string_view text, std::size_t start, std::size_t end);

// Translates between byte offsets and code point offsets of one text: build once, ask often. Texts up to 4 GiB.
class CodePointIndex {
public:
    explicit CodePointIndex(std::string_view text);

    std::size_t size() const { return starts_.size() - 1; }
    // The byte at which code point `index` begins; the text's size from size() on.
    std::size_t to_byte(std::size_t index) const;
    // The code point that begins at or before this byte; size() for the text's end.
    std::size_t to_code_point(std::size_t byte) const;

private:
    std::vector<std::uint32_t> starts_;
};

}  // namespace genai
