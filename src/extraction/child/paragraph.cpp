// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/paragraph.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "extraction/child/code_points.hpp"
#include "extraction/child/geometry.hpp"

namespace genai::extraction::child {

namespace {

constexpr float kPitchJump = 1.25F;       // times the usual distance of lines
constexpr float kPitchMax = 2.0F;         // ems
constexpr float kPitchUsual = 1.2F;       // ems, when a column has too few lines to tell
constexpr float kSizeChange = 0.08F;      // share of the size
constexpr float kIndent = 0.9F;           // ems
constexpr float kShortLine = 0.85F;       // of the column's width: a paragraph may end here
constexpr float kBoldHeadingSize = 0.7F;  // times the body's size, at least
constexpr float kHeadingSize = 1.12F;     // times the body's size
constexpr std::size_t kHeadingLinesMax = 3;
constexpr std::size_t kHeadingCharactersMax = 220;

class Paragraphs {
public:
    Paragraphs(std::span<const Line> lines, std::span<const Glyph> glyphs, const BodyStyle& body)
        : lines_(lines), glyphs_(glyphs), body_(body) {
        std::vector<float> pitches;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            const float pitch = (lines[i].baseline - lines[i - 1].baseline) / std::max(lines[i].em, lines[i - 1].em);
            if (pitch > 0 && pitch < kPitchMax) pitches.push_back(pitch);
        }
        constexpr std::size_t kEnough = 3;
        pitch_ = pitches.size() < kEnough ? kPitchUsual : median(std::move(pitches));
        for (const auto& line : lines) {
            left_ = std::min(left_, line.ink.x0);
            right_ = std::max(right_, line.ink.x1);
        }
    }

    std::vector<BlockDraft> find() const {
        std::vector<BlockDraft> blocks;
        std::size_t start = 0;
        for (std::size_t i = 1; i <= lines_.size(); ++i) {
            if (i < lines_.size() && !begins(i)) continue;
            blocks.push_back(make_block(lines_.subspan(start, i - start)));
            start = i;
        }
        return blocks;
    }

private:
    char32_t first_character(const Line& line) const { return glyphs_[line.words.front().first].code_point; }
    char32_t last_character(const Line& line) const {
        const auto& word = line.words.back();
        return glyphs_[word.first + word.count - 1].code_point;
    }

    static bool ends_sentence(char32_t c) { return c == '.' || c == ':' || c == '!' || c == '?' || c == ';'; }

    // "1.", "(a)", "iv)" and bullets stand apart from the text that follows them.
    bool is_list_start(const Line& line) const {
        constexpr std::uint32_t kMarkLengthMax = 4;
        constexpr float kMarkGap = 0.45F;  // ems
        const auto& mark = line.words.front();
        if (is_bullet(first_character(line))) return true;
        if (line.words.size() < 2 || mark.count > kMarkLengthMax) return false;
        const auto end = glyphs_[mark.first + mark.count - 1].code_point;
        return (end == '.' || end == ')') && mark.count > 1 && line.words[1].ink.x0 - mark.ink.x1 > kMarkGap * line.em;
    }

    bool begins(std::size_t i) const {
        const auto& above = lines_[i - 1];
        const auto& line = lines_[i];
        const float em = std::max(above.em, line.em);
        const float pitch = (line.baseline - above.baseline) / em;
        if (pitch > kPitchMax || pitch > kPitchJump * pitch_) return true;
        if (std::abs(line.em - above.em) > kSizeChange * em) return true;
        if (line.is_bold != above.is_bold) return true;
        if (is_list_start(line)) return true;
        const bool is_short = above.ink.x1 < left_ + kShortLine * (right_ - left_);
        const bool is_indented = line.ink.x0 > above.ink.x0 + kIndent * em;
        if (is_indented && !is_list_start(above) && (is_short || ends_sentence(last_character(above)))) return true;
        // A line that would have had room for the next one's first word ends a paragraph.
        const float room = right_ - above.ink.x1 - width(line.words.front().ink);
        return is_short && room > em && ends_sentence(last_character(above)) && line.words.front().starts_with_letter;
    }

    bool is_heading(std::span<const Line> lines) const {
        if (lines.size() > kHeadingLinesMax || is_list_start(lines.front())) return false;
        std::size_t characters = 0;
        bool has_letter = false;
        for (const auto& line : lines) {
            for (const auto& word : line.words) {
                characters += word.count;
                has_letter = has_letter || word.starts_with_letter;
            }
        }
        if (!has_letter || characters > kHeadingCharactersMax) return false;
        const auto end = last_character(lines.back());
        if (end == '.' || end == ',' || end == ';') return false;
        const bool is_larger = lines.front().em > kHeadingSize * body_.em;
        const bool is_bold = lines.front().is_bold && !body_.is_bold && lines.front().em > kBoldHeadingSize * body_.em;
        return is_larger || is_bold;
    }

    BlockDraft make_block(std::span<const Line> lines) const {
        BlockDraft block;
        block.kind = is_heading(lines) ? BlockKind::kHeading : BlockKind::kParagraph;
        for (const auto& line : lines) block.rows.push_back({line.words});
        return block;
    }

    std::span<const Line> lines_;
    std::span<const Glyph> glyphs_;
    BodyStyle body_;
    float pitch_ = 0;  // ems
    float left_ = std::numeric_limits<float>::max();
    float right_ = std::numeric_limits<float>::lowest();
};

}  // namespace

BodyStyle find_body_style(const std::vector<Line>& lines) {
    std::vector<std::pair<float, std::size_t>> sizes;
    std::size_t characters = 0;
    std::size_t bold = 0;
    for (const auto& line : lines) {
        for (const auto& word : line.words) {
            sizes.emplace_back(word.em, word.count);
            characters += word.count;
            bold += word.is_bold ? word.count : 0;
        }
    }
    std::sort(sizes.begin(), sizes.end());
    std::size_t seen = 0;
    for (const auto& [em, count] : sizes) {
        seen += count;
        if (2 * seen >= characters) return {em, 2 * bold > characters};
    }
    return {};
}

std::vector<BlockDraft> find_paragraphs(std::span<const Line> lines, std::span<const Glyph> glyphs,
                                        const BodyStyle& body) {
    if (lines.empty()) return {};
    return Paragraphs(lines, glyphs, body).find();
}

}  // namespace genai::extraction::child
