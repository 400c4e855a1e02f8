// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bitset>

#include "profiles/compiled_profile.hpp"

namespace genai::profiles {

namespace {

using Kind = PageMeaning::Kind;

constexpr std::uint32_t kHeadLines = 12;        // a page's heading stands in one of them
constexpr std::uint32_t kHeadingWordsMax = 18;  // of a line that is a heading
constexpr std::uint32_t kRowLead = 3;           // a row's name begins within this many words of its line
constexpr double kProseRow = 0.4;               // a row's name in running text, beside 1 in a row with figures
constexpr double kWithoutHeading = 0.5;
constexpr double kNumbersOfStatement = 40;       // a page with so many numbers, and
constexpr double kNumberShareOfStatement = 0.2;  // with this share of numbers among its words, is full of them

struct Line {
    std::uint32_t begin = 0;  // words
    std::uint32_t size = 0;
    std::uint32_t numbers = 0;
};

std::vector<Line> to_lines(const std::vector<Token>& tokens) {
    std::vector<Line> lines;
    for (std::uint32_t at = 0; at < tokens.size(); ++at) {
        if (tokens[at].line == lines.size()) lines.push_back({.begin = at});
        ++lines.back().size;
        if (tokens[at].is_number) ++lines.back().numbers;
    }
    return lines;
}

class PageReader {
public:
    PageReader(const CompiledProfile& profile, std::string_view text)
        : profile_(profile), tokens_(profile.page_phrases.cut(text)), lines_(to_lines(tokens_)) {}

    PageSignals read() {
        for (std::size_t at = 0; at < tokens_.size(); ++at) {
            profile_.page_phrases.find(tokens_, at, [&](std::size_t end, std::uint32_t meaning) {
                see(profile_.page_meanings[meaning], at, end);
            });
        }
        for (std::size_t i = 0; i < profile_.statement_ids.size(); ++i) {
            signals_.statements.at(i) = static_cast<float>(statement(i));
        }
        for (std::size_t i = 0; i < profile_.cue_ids.size(); ++i) {
            signals_.cues.at(i) =
                std::min(1.0F, static_cast<float>(cue_places_.at(i)) / static_cast<float>(profile_.enough.at(i)));
        }
        return signals_;
    }

private:
    void see(const PageMeaning& meaning, std::size_t at, std::size_t end) {
        switch (meaning.kind) {
            case Kind::kHeading: has_heading_.at(meaning.index) |= is_heading(at); break;
            case Kind::kRow: see_row(meaning, at); break;
            case Kind::kCue: ++cue_places_.at(meaning.index); break;
            case Kind::kBodyEnd: signals_.ends_body |= lines_[tokens_[at].line].size == end - at; break;
            case Kind::kAppendixHeading:
                signals_.begins_appendix |= is_heading(at) && lines_[tokens_[at].line].begin == at;
                break;
        }
    }

    void see_row(const PageMeaning& meaning, std::size_t at) {
        const Line& line = lines_[tokens_[at].line];
        const std::uint32_t bit = std::uint32_t{1} << meaning.row;
        in_prose_.at(meaning.index) |= bit;
        if (line.numbers > 0 && at - line.begin < kRowLead) in_table_.at(meaning.index) |= bit;
    }

    bool is_heading(std::size_t at) const {
        const std::uint32_t line = tokens_[at].line;
        return line < kHeadLines && lines_[line].size <= kHeadingWordsMax;
    }

    // Share of the signature rows x heading x density of numbers.
    double statement(std::size_t index) const {
        const auto in_table = std::bitset<kStatementRowsMax>(in_table_.at(index)).count();
        const auto in_prose = std::bitset<kStatementRowsMax>(in_prose_.at(index) & ~in_table_.at(index)).count();
        if (in_table + in_prose == 0) return 0;
        const double rows = (static_cast<double>(in_table) + kProseRow * static_cast<double>(in_prose)) /
                            static_cast<double>(profile_.rows.at(index));
        return rows * (has_heading_.at(index) ? 1 : kWithoutHeading) * density();
    }

    double density() const {
        double numbers = 0;
        for (const Line& line : lines_) numbers += line.numbers;
        const double share = numbers / static_cast<double>(tokens_.size());
        return std::min(1.0, numbers / kNumbersOfStatement) * std::min(1.0, share / kNumberShareOfStatement);
    }

    const CompiledProfile& profile_;
    std::vector<Token> tokens_;
    std::vector<Line> lines_;
    PageSignals signals_;
    std::array<std::uint32_t, kStatementsMax> in_table_{};  // signature rows seen, a bit each
    std::array<std::uint32_t, kStatementsMax> in_prose_{};
    std::array<bool, kStatementsMax> has_heading_{};
    std::array<std::uint32_t, kCuesMax> cue_places_{};
};

}  // namespace

PageSignals read_page_signals(const CompiledProfile& profile, std::string_view text) {
    return PageReader(profile, text).read();
}

}  // namespace genai::profiles
