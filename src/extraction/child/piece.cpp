// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/piece.hpp"

#include <algorithm>
#include <utility>

#include "extraction/child/geometry.hpp"

namespace genai::extraction::child {

namespace {

// Gaps in ems of the line.
constexpr float kCellGap = 1.0F;      // between words, wider than any space of justified prose should be
constexpr float kPrefixGap = 12.0F;   // "$" stands at the left of its column, its number at the right
constexpr float kSuffixGap = 1.6F;    // "%" stands in a column of its own beside the number
constexpr float kSuperscript = 0.8F;  // of the line's size

bool is_sign_or_number(const Word& word) { return word.kind != WordKind::kText; }

// "6% to 92% (18%)", "7 points": what a cell says with a number first.
bool is_phrase_of_numbers(const std::vector<Word>& run) {
    constexpr std::size_t kWordsMax = 10;
    return run.size() > 1 && run.size() <= kWordsMax &&
           (run.front().kind == WordKind::kNumber || run.front().kind == WordKind::kPrefix) && !run.front().is_year;
}

// A number with its currency in one word: "$2,407".
bool is_amount(const Word& word) { return word.kind == WordKind::kNumber && word.has_currency; }

bool is_superscript(const Word& word, const Line& line) { return word.em < kSuperscript * line.em; }

Piece to_piece(std::vector<Word> words, bool is_value) {
    Piece piece;
    piece.ink = words.front().ink;
    for (const auto& word : words) piece.ink = united(piece.ink, word.ink);
    piece.is_value = is_value;
    piece.is_year = is_value && words.front().is_year && words.size() == 1;
    piece.words = std::move(words);
    return piece;
}

// Runs of words without a wide gap.
std::vector<std::vector<Word>> find_runs(const Line& line) {
    std::vector<std::vector<Word>> runs;
    for (const auto& word : line.words) {
        const bool is_wide = runs.empty() || word.ink.x0 - runs.back().back().ink.x1 >= kCellGap * line.em;
        if (is_wide) runs.emplace_back();
        runs.back().push_back(word);
    }
    return runs;
}

// "(596) $ 1" holds two values: one ends where the next sign or number begins.
void append_values(const std::vector<Word>& run, const Line& line, std::vector<Piece>& pieces) {
    std::vector<Word> current;
    bool has_number = false;
    for (const auto& word : run) {
        const bool begins = word.kind != WordKind::kSuffix && !is_superscript(word, line);
        if (begins && has_number) {
            pieces.push_back(to_piece(std::exchange(current, {}), true));
            has_number = false;
        }
        has_number = has_number || word.kind == WordKind::kNumber || word.kind == WordKind::kMissing;
        current.push_back(word);
    }
    pieces.push_back(to_piece(std::move(current), has_number));
}

void merge_into(Piece& target, const Piece& addition) {
    target.ink = united(target.ink, addition.ink);
    target.words.insert(target.words.end(), addition.words.begin(), addition.words.end());
    target.is_value = target.is_value || addition.is_value;
    target.is_year = false;
}

bool is_only(const Piece& piece, WordKind kind) {
    return std::all_of(piece.words.begin(), piece.words.end(), [kind](const Word& word) { return word.kind == kind; });
}

// Signs that stand apart go to their number.
std::vector<Piece> join_signs(std::vector<Piece> pieces, float em) {
    std::vector<Piece> joined;
    for (auto& piece : pieces) {
        const float gap = joined.empty() ? 0 : piece.ink.x0 - joined.back().ink.x1;
        const bool after_prefix =
            !joined.empty() && is_only(joined.back(), WordKind::kPrefix) && piece.is_value && gap < kPrefixGap * em;
        const bool is_suffix =
            !joined.empty() && is_only(piece, WordKind::kSuffix) && joined.back().is_value && gap < kSuffixGap * em;
        if (after_prefix || is_suffix) {
            merge_into(joined.back(), piece);
        } else {
            joined.push_back(std::move(piece));
        }
    }
    return joined;
}

// Where the numbers at the end of a run begin, when a sign opens them: "Total Fixed Income $ 2,407 $"; the run's size
// when there are none.
std::size_t find_tail_of_values(const std::vector<Word>& run) {
    std::size_t start = run.size();
    for (std::size_t i = run.size(); i-- > 1 && is_sign_or_number(run[i]);)
        if (run[i].kind == WordKind::kPrefix || is_amount(run[i])) start = i;
    return start;
}

// A label whose first number stands so close to it that they are one run. In prose the last words of a line may be an
// amount as well; in a table more cells follow.
std::vector<std::vector<Word>> split_tails(std::vector<std::vector<Word>> runs) {
    std::vector<std::vector<Word>> split;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const bool has_next = i + 1 < runs.size() && is_sign_or_number(runs[i + 1].front());
        const auto tail =
            has_next && !is_sign_or_number(runs[i].front()) ? find_tail_of_values(runs[i]) : runs[i].size();
        const auto middle = runs[i].begin() + static_cast<std::ptrdiff_t>(tail);
        split.emplace_back(runs[i].begin(), middle);
        if (middle != runs[i].end()) split.emplace_back(middle, runs[i].end());
    }
    return split;
}

}  // namespace

std::vector<Piece> find_pieces(const Line& line) {
    std::vector<Piece> pieces;
    for (auto& run : split_tails(find_runs(line))) {
        const bool is_numeric = std::all_of(run.begin(), run.end(), is_sign_or_number);
        if (is_numeric) {
            append_values(run, line, pieces);
        } else {
            const bool is_value = !pieces.empty() && is_phrase_of_numbers(run);
            pieces.push_back(to_piece(std::move(run), is_value));
        }
    }
    return join_signs(std::move(pieces), line.em);
}

}  // namespace genai::extraction::child
