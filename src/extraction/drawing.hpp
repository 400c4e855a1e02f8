// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/page.hpp"

namespace genai::extraction {

// What an image of a page may be at its largest, whatever the page and the order say: a page of a billion points is
// drawn smaller. An A4 page at 300 dpi has 8.7 million pixels.
inline constexpr std::uint32_t kImageSideMax = 8192;
inline constexpr std::uint64_t kImagePixelsMax = 10'000'000;
// Three bytes a pixel that do not compress, and what PNG adds.
inline constexpr std::size_t kImageBytesMax = std::size_t{32} << 20;

// How a page is to be drawn. Boxes are those of model/page.hpp and are marked as by a highlighter.
struct Drawing {
    std::uint32_t width = 0;  // in pixels; 0: by dpi
    std::uint32_t dpi = kDpiDefault;
    std::vector<Box> highlights{};  // at most kHighlightsMax; more are left out

    static constexpr std::uint32_t kWidthMin = 16;
    static constexpr std::uint32_t kWidthMax = 4096;
    static constexpr std::uint32_t kDpiMin = 8;
    static constexpr std::uint32_t kDpiMax = 300;
    static constexpr std::uint32_t kDpiDefault = 120;
    static constexpr std::size_t kHighlightsMax = 1000;
};

// A page drawn, as a PNG file.
struct PageImage {
    std::uint32_t page = 0;
    std::uint32_t width = 0;  // in pixels
    std::uint32_t height = 0;
    std::string png;
};

}  // namespace genai::extraction
