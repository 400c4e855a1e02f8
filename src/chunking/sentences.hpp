// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace genai::chunking {

// A run of bytes of a text: [start, end).
struct ByteRange {
    std::size_t start = 0;
    std::size_t end = 0;

    bool operator==(const ByteRange&) const = default;
};

// The text's sentences in order, without the white space between them. A line break inside a sentence stays in it.
// Abbreviations ("Inc.", "U.S.", "No. 7"), initials, decimals and section numbers do not end one; the full stops of
// Chinese and Japanese do.
std::vector<ByteRange> split_sentences(std::string_view text);

// The text's lines in order, empty ones left out, without their line breaks.
std::vector<ByteRange> split_lines(std::string_view text);

}  // namespace genai::chunking
