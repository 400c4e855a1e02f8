// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/pdfium_page.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "extraction/child/code_points.hpp"
#include "extraction/child/frame_map.hpp"
#include "extraction/child/pdfium_handles.hpp"
#include "extraction/frame.hpp"

namespace genai::extraction::child {

namespace {

constexpr float kEmMin = 0.1F;     // points; smaller text is nobody's text, but must not divide by zero
constexpr float kSlantMax = 0.1F;  // sine of the angle up to which a baseline counts as straight

bool is_bold_font(pdfium::Font font) {
    constexpr int kForceBold = 1 << 18;  // PDF 32000-1, table 123
    if (font == nullptr) return false;
    if ((pdfium::FPDFFont_GetFlags(font) & kForceBold) != 0) return true;
    std::array<char, 128> buffer{};
    pdfium::FPDFFont_GetBaseFontName(font, buffer.data(), buffer.size() - 1);
    std::string name(buffer.data());
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    constexpr std::array<std::string_view, 4> kBoldWords{"bold", "black", "heavy", "demi"};
    return std::any_of(kBoldWords.begin(), kBoldWords.end(),
                       [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

// The direction of a baseline in user space, turned into the page's.
Turn to_turn(float a, float b, int rotation) {
    const float length = std::hypot(a, b);
    if (!(length > 0)) return Turn::kUpright;
    int turn = 0;
    if (std::abs(b) <= kSlantMax * length) {
        turn = a > 0 ? 0 : 2;
    } else if (std::abs(a) <= kSlantMax * length) {
        turn = b > 0 ? 3 : 1;
    } else {
        return Turn::kSlanted;
    }
    return static_cast<Turn>((turn + rotation) % 4);
}

bool is_finite(const Box& box) {
    return std::isfinite(box.x0) && std::isfinite(box.y0) && std::isfinite(box.x1) && std::isfinite(box.y1);
}

// What all characters of one text object share.
struct Style {
    pdfium::PageObject object = nullptr;
    float em = kEmMin;
    Turn turn = Turn::kUpright;
    bool is_bold = false;
};

class GlyphReader {
public:
    GlyphReader(pdfium::TextPage text, const FrameMap& map) : text_(text), map_(map) {}

    std::vector<Glyph> read(int characters) {
        std::vector<Glyph> glyphs;
        glyphs.reserve(static_cast<std::size_t>(characters));
        for (int i = 0; i < characters; ++i) add(i, glyphs);
        return glyphs;
    }

private:
    void add(int index, std::vector<Glyph>& glyphs) {
        if (pdfium::FPDFText_IsGenerated(text_, index) == 1) {
            after_guess_ = true;
            return;
        }
        const auto character = to_character(code_at(index));
        if (character.use == CharacterUse::kSpace) after_space_ = true;
        if (character.use != CharacterUse::kGlyph) return;
        take_style(index);
        Glyph glyph;
        glyph.code_point = character.code_point;
        glyph.turn = style_.turn;
        glyph.is_bold = style_.is_bold;
        glyph.em = style_.em;
        if (!place(index, glyph)) return;
        glyph.after_space = std::exchange(after_space_, false);
        glyph.after_guess = std::exchange(after_guess_, false);
        glyphs.push_back(glyph);
    }

    // PDFium gives a character beyond U+FFFF in two halves on some platforms.
    char32_t code_at(int index) {
        const char32_t code = pdfium::FPDFText_GetUnicode(text_, index);
        constexpr char32_t kHigh = 0xD800;
        constexpr char32_t kLow = 0xDC00;
        constexpr char32_t kAfter = 0xE000;
        constexpr char32_t kFirstBeyond = 0x10000;
        constexpr char32_t kNothingYet = 0xFEFF;  // dropped by to_character
        constexpr unsigned kHalfBits = 10;
        const char32_t high = std::exchange(high_half_, 0);
        if (code >= kHigh && code < kLow) {
            high_half_ = code;
            return kNothingYet;
        }
        if (code < kLow || code >= kAfter || high == 0) return code;
        return kFirstBeyond + ((high - kHigh) << kHalfBits) + (code - kLow);
    }

    void take_style(int index) {
        const auto object = pdfium::FPDFText_GetTextObject(text_, index);
        if (object != nullptr && object == style_.object) return;
        pdfium::Matrix matrix{1, 0, 0, 1, 0, 0};
        pdfium::FPDFText_GetMatrix(text_, index, &matrix);
        const auto size = static_cast<float>(pdfium::FPDFText_GetFontSize(text_, index));
        const float em = std::abs(size) * std::hypot(matrix.c, matrix.d);
        style_.object = object;
        style_.em = std::isfinite(em) ? std::max(em, kEmMin) : kEmMin;
        style_.turn = to_turn(matrix.a, matrix.b, map_.rotation());
        style_.is_bold = object != nullptr && is_bold(pdfium::FPDFTextObj_GetFont(object));
    }

    bool is_bold(pdfium::Font font) {
        for (const auto& [known, bold] : fonts_)
            if (known == font) return bold;
        fonts_.emplace_back(font, is_bold_font(font));
        return fonts_.back().second;
    }

    // False when the glyph is nowhere on the page.
    bool place(int index, Glyph& glyph) const {
        double left = 0;
        double right = 0;
        double bottom = 0;
        double top = 0;
        double x = 0;
        double y = 0;
        pdfium::RectF loose{};
        const bool has_ink = pdfium::FPDFText_GetCharBox(text_, index, &left, &right, &bottom, &top) != 0;
        const bool has_loose = pdfium::FPDFText_GetLooseCharBox(text_, index, &loose) != 0;
        if ((!has_ink && !has_loose) || pdfium::FPDFText_GetCharOrigin(text_, index, &x, &y) == 0) return false;
        UserBox ink{left, bottom, right, top};
        const UserBox line{loose.left, std::min(loose.bottom, loose.top), loose.right,
                           std::max(loose.bottom, loose.top)};
        if (!has_ink || !(right > left) || !(top > bottom)) ink = line;
        glyph.box = map_.to_page(has_loose && line.x1 > line.x0 ? line : ink);
        if (!is_finite(glyph.box) || !map_.is_on_page(glyph.box)) return false;
        glyph.ink = map_.to_reading(ink, glyph.turn);
        glyph.advance_end = has_loose ? map_.to_reading(line, glyph.turn).x1 : glyph.ink.x1;
        glyph.baseline = map_.to_reading({x, y, x, y}, glyph.turn).y0;
        return is_finite(glyph.ink) && std::isfinite(glyph.baseline) && std::isfinite(glyph.advance_end);
    }

    pdfium::TextPage text_;
    const FrameMap& map_;
    Style style_;
    std::vector<std::pair<pdfium::Font, bool>> fonts_;
    bool after_space_ = false;
    bool after_guess_ = false;
    char32_t high_half_ = 0;
};

}  // namespace

Result<PageGlyphs> read_glyphs(pdfium::Document document, std::uint32_t number) {
    const PageHandle page(pdfium::FPDF_LoadPage(document, static_cast<int>(number - 1)));
    if (!page) return fail(ErrorKind::kInvalidInput, "it cannot be loaded");
    const TextHandle text(pdfium::FPDFText_LoadPage(page.get()));
    if (!text) return fail(ErrorKind::kInvalidInput, "its text cannot be loaded");
    const int characters = pdfium::FPDFText_CountChars(text.get());
    if (characters < 0) return fail(ErrorKind::kInvalidInput, "its text cannot be counted");
    if (static_cast<std::size_t>(characters) > kPageTextBytesMax)
        return fail(ErrorKind::kTooLarge, "it has " + std::to_string(characters) + " characters");

    PageGlyphs result;
    result.number = static_cast<int>(number);
    result.width = pdfium::FPDF_GetPageWidthF(page.get());
    result.height = pdfium::FPDF_GetPageHeightF(page.get());
    pdfium::RectF box{0, result.height, result.width, 0};
    pdfium::FPDF_GetPageBoundingBox(page.get(), &box);
    const FrameMap map({box.left, std::min(box.bottom, box.top), box.right, std::max(box.bottom, box.top)},
                       pdfium::FPDFPage_GetRotation(page.get()));
    result.glyphs = GlyphReader(text.get(), map).read(characters);
    return result;
}

}  // namespace genai::extraction::child
