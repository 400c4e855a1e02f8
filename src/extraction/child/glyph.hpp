// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "model/page.hpp"

namespace genai::extraction::child {

// How a text's baseline lies on the page as it is shown. Slanted text (watermarks) is none of the four.
enum class Turn : std::uint8_t { kUpright, kClockwise, kUpsideDown, kCounterClockwise, kSlanted };

// One visible character. White space is no glyph: it is remembered in `after_space` of the next one.
//
// Two frames: `box` is in the page's (model/page.hpp). Everything else is in the text's reading frame, in points: x
// runs along the baseline, y down the lines, and the origin is the PDF's own, so that a huge page costs no precision.
struct Glyph {
    char32_t code_point = 0;
    Turn turn = Turn::kUpright;
    bool is_bold = false;
    bool after_space = false;  // the file has a space character before it
    bool after_guess = false;  // PDFium guesses a space there
    float baseline = 0;        // y
    float em = 0;              // the font's size as shown
    float advance_end = 0;     // x where the font wants the next glyph
    Box ink;                   // what is drawn
    Box box;                   // as high as the line, as wide as the advance: what a highlight covers
};

struct PageGlyphs {
    int number = 0;
    float width = 0;
    float height = 0;
    std::vector<Glyph> glyphs;  // in the order of the file
};

}  // namespace genai::extraction::child
