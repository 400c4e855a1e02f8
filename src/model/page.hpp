// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace genai {

// A rectangle on a page in PDF points, after /Rotate, origin at the top left of the CropBox.
struct Box {
    float x0 = 0;
    float y0 = 0;
    float x1 = 0;
    float y1 = 0;

    bool operator==(const Box&) const = default;
};

enum class BlockKind : std::uint8_t { kParagraph, kHeading, kTable };

// A run of lines that belong together: code points [start, end) of the page's text. Blocks are in reading order, do not
// overlap, and leave out only the white space between them. In a table each line is one row (a long cell's
// continuation lines are joined to it) and its cells are separated by a tab; the first `header_rows` rows head it.
struct Block {
    BlockKind kind = BlockKind::kParagraph;
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::uint16_t header_rows = 0;

    bool operator==(const Block&) const = default;
};

// How many bytes a location has at most; what makes one cuts it.
inline constexpr std::size_t kLocationBytesMax = 200;

// One page as it was read. `text` is valid UTF-8: lines end with '\n', blocks are separated by an empty line, a
// hyphenated word at a line's end stays as it stands. boxes[i] belongs to the i-th code point of the text; white space
// that was inserted between words, lines and blocks has an empty box (x0 == x1).
struct Page {
    int number = 0;             // from 1, in the file's order
    std::string location = {};  // what people call it: "slide 3", "Sheet Q1"; one line; empty: "page" and its number
    float width = 0;
    float height = 0;
    std::string text;
    std::vector<Box> boxes;
    std::vector<Block> blocks;

    bool operator==(const Page&) const = default;
};

// What people call a page of this number and location: "slide 3"; "page 7" where it has no location.
std::string display_location(std::uint32_t number, std::string_view location);

}  // namespace genai
