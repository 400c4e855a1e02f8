// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "extraction/child/glyph.hpp"

namespace genai::extraction::child {

// Makes a page's glyphs from text at places, for tests: every character is half its size wide with its ink filling most
// of that, as in a typewriter's font. The page is US Letter; y is the baseline, from the top.
class PageFixture {
public:
    struct Style {
        float em = 10;
        bool is_bold = false;
    };

    PageFixture() {
        constexpr float kWidth = 612;
        constexpr float kHeight = 792;
        page_.number = 1;
        page_.width = kWidth;
        page_.height = kHeight;
    }

    PageFixture& text(float x, float y, std::string_view text, Style style) {
        bool after_space = false;
        for (std::size_t byte = 0; byte < text.size();) {
            const auto decoded = decode_utf8(text, byte);
            byte += decoded.bytes;
            if (decoded.value == U' ') {
                after_space = true;
            } else {
                add(x, y, decoded.value, style, after_space);
                after_space = false;
            }
            x += advance(style);
        }
        return *this;
    }
    PageFixture& text(float x, float y, std::string_view words) { return text(x, y, words, Style{}); }
    // Ends at x, as numbers do.
    PageFixture& right(float x, float y, std::string_view words, Style style) {
        return text(x - advance(style) * static_cast<float>(count_code_points(words)), y, words, style);
    }
    PageFixture& right(float x, float y, std::string_view words) { return right(x, y, words, Style{}); }

    const PageGlyphs& glyphs() const { return page_; }
    PageGlyphs& glyphs() { return page_; }

private:
    static constexpr float kAdvance = 0.5F;  // ems
    static float advance(Style style) { return kAdvance * style.em; }

    void add(float x, float y, char32_t character, Style style, bool after_space) {
        constexpr float kBearing = 0.04F;  // ems on either side of the ink
        constexpr float kAscent = 0.7F;
        constexpr float kDescent = 0.2F;
        Glyph glyph;
        glyph.code_point = character;
        glyph.is_bold = style.is_bold;
        glyph.after_space = after_space;
        glyph.baseline = y;
        glyph.em = style.em;
        glyph.advance_end = x + advance(style);
        glyph.ink = {x + kBearing * style.em, y - kAscent * style.em, glyph.advance_end - kBearing * style.em, y};
        glyph.box = {x, y - kAscent * style.em, glyph.advance_end, y + kDescent * style.em};
        page_.glyphs.push_back(glyph);
    }

    PageGlyphs page_;
};

}  // namespace genai::extraction::child
