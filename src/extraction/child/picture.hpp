// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "extraction/drawing.hpp"

namespace genai::extraction::child {

// A page drawn, in pixels of three bytes (blue, green, red), row by row from the top, without gaps.
struct Picture {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    float scale_x = 1;  // pixels a point
    float scale_y = 1;
    std::vector<std::uint8_t> pixels;

    static constexpr std::size_t kPixelBytes = 3;
    std::size_t row_bytes() const { return width * kPixelBytes; }
};

// A white picture for a page of so many points: as wide as the drawing says, but within kImageSideMax and
// kImagePixelsMax, for which it is made smaller, and of one pixel a side at least. Without pixels when the page has no
// size.
Picture make_picture(float page_width, float page_height, const Drawing& drawing);

// Marks the boxes (points, model/page.hpp) as a highlighter does: what is white there becomes yellow, what is black
// stays black. Where boxes overlap the colour is not doubled; what lies outside the picture is left out.
void highlight(Picture& picture, const std::vector<Box>& boxes);

}  // namespace genai::extraction::child
