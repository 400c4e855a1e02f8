// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/page.hpp"

namespace genai::chunks {

// A page's text may have this many bytes.
inline constexpr std::size_t kPageTextBytesMax = 16 << 20;
// Coordinates are stored in sixteenths of a point, and so are off by at most 1/32.
inline constexpr float kBoxUnitsPerPoint = 16;
// Coordinates beyond are stored as this: no page is that large, the file lies.
inline constexpr float kCoordinateMax = 1 << 20;

// Compresses bytes; unpack() gives them back, or kInternal when they are damaged or more than `size_max`.
std::string pack(std::string_view bytes);
Result<std::string> unpack(std::string_view packed, std::size_t size_max);

// Everything of a page but its text and number: location (at most kLocationBytesMax), size, blocks, and a box for each
// code point. Boxes take about one byte a character: glyphs follow each other, so each box is told by its distance from
// the one before, the four coordinates in streams of their own, and packed.
std::string encode_layout(const Page& page);
// Fills in location, width, height, blocks and boxes of a page whose text has this many code points. Takes any bytes:
// what does not fit the text is kInternal.
Result<void> decode_layout(std::string_view packed, std::size_t code_points, Page& page);

}  // namespace genai::chunks
