// SPDX-License-Identifier: Apache-2.0
#include "answering/weighing.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "answering/figure_choice.hpp"
#include "answering/initials.hpp"
#include "lexical/text_match.hpp"

namespace genai::answering {

namespace {

// What a statement's score is made of beside the share of the question that it holds, at most 1. Found on the questions
// of samples/ and half of those of bench/questions; the answers change little around these.
constexpr double kOwnWeight = 0.5;        // of the words of a row or sentence against what it stands under
constexpr double kMeaningWeight = 0.5;    // of the cosine
constexpr double kLabelWeight = 0.2;      // of the share of a row's label that the question holds
constexpr double kNumberBonus = 0.1;      // for having one where one is asked for
constexpr double kNoNumberPenalty = 0.2;  // for having none
constexpr double kRankPenalty = 0.05;     // for each page before its page
constexpr double kFragmentPenalty = 0.1;  // for text that ends without a sentence's end
constexpr double kReasonPenalty = 0.3;    // for a row of figures where a reason is asked for
constexpr double kPeriodBonus = 0.2;      // for a figure of the period that is asked for
constexpr double kStrangerPenalty = 0.5;  // for another organisation's page than the one that is named

bool ends_sentence(std::string_view text) {
    constexpr std::array<std::string_view, 8> kEnds{".", "!", "?", "\"", ")", "\u201D", "\u3002", "\u0964"};
    return std::any_of(kEnds.begin(), kEnds.end(), [text](std::string_view end) { return text.ends_with(end); });
}

// What the statement's own form says about its being the answer.
double form_score(const Statement& statement, float label_match, const Asked& asked) {
    double score = 0;
    if (statement.is_row) {
        score += kLabelWeight * label_match;
        if (asked.wants_reason) score -= kReasonPenalty;
    } else if (!ends_sentence(statement.quote)) {
        score -= kFragmentPenalty;
    }
    if (asked.wants_number) score += has_amount(statement.quote) ? kNumberBonus : -kNoNumberPenalty;
    return score;
}

// What the periods of a row's figures say of its being the answer.
double period_score(const Asked& asked, const std::vector<Figure>& figures) {
    const PeriodFit best = best_fit(asked, figures);
    return !asked.periods.empty() && best > PeriodFit::kOpen ? kPeriodBonus : 0;
}

struct Match {
    double words = 0;
    float label = 0;
};

std::vector<Match> match(const Asked& asked, const std::vector<Weighed>& weighed) {
    const std::vector<std::string> abbreviations = abbreviations_of(asked.matter);
    std::string question = asked.matter;
    for (const std::string& abbreviation : abbreviations) question += " " + abbreviation;
    std::vector<std::string> own;
    std::vector<std::string> texts;
    for (const Weighed& one : weighed) {
        own.push_back(one.figures.empty() ? one.statement.quote : one.figures.front().row_text());
        for (const std::string& spelled : spelled_out(abbreviations, own.back())) own.back() += " " + spelled;
        texts.push_back(one.statement.in_context() + "\n" + own.back());
    }
    std::vector<lexical::MatchCandidate> in_context;
    std::vector<lexical::MatchCandidate> alone;
    for (std::size_t i = 0; i < weighed.size(); ++i) {
        in_context.push_back({texts[i], weighed[i].statement.label()});
        alone.push_back({own[i], ""});
    }
    const auto whole = lexical::match_texts(question, in_context);
    const auto part = lexical::match_texts(question, alone);
    std::vector<Match> matches;
    for (std::size_t i = 0; i < weighed.size(); ++i)
        matches.push_back({(1 - kOwnWeight) * whole[i].question + kOwnWeight * part[i].question, whole[i].label});
    return matches;
}

// The statements of a page; a table's rows with their figures.
void append_statements(const Asked& asked, const Page& page, std::size_t source, std::vector<Weighed>& weighed) {
    std::vector<FigureRow> rows = figure_rows(page);
    for (Statement& statement : statements_of(page)) {
        Weighed one{std::move(statement), {}, source, 0, 0, 0, false};
        const auto row =
            std::lower_bound(rows.begin(), rows.end(), one.statement.start,
                             [](const FigureRow& known, std::uint32_t start) { return known.start < start; });
        if (one.statement.is_row && row != rows.end() && row->start == one.statement.start)
            one.figures = std::move(row->figures);
        one.is_other_time = !asked.periods.empty() && best_fit(asked, one.figures) == PeriodFit::kContrary;
        weighed.push_back(std::move(one));
    }
}

void order(std::vector<Weighed>& weighed) {
    std::stable_sort(weighed.begin(), weighed.end(),
                     [](const Weighed& a, const Weighed& b) { return a.score > b.score; });
}

}  // namespace

std::vector<Weighed> weigh(const Asked& asked, std::span<const ReadPage> pages, std::size_t count) {
    std::vector<Weighed> weighed;
    for (std::size_t i = 0; i < pages.size(); ++i) append_statements(asked, pages[i].page, i, weighed);
    const std::vector<Match> matches = match(asked, weighed);
    for (std::size_t i = 0; i < weighed.size(); ++i) {
        Weighed& one = weighed[i];
        one.words = matches[i].words;
        one.score = matches[i].words + form_score(one.statement, matches[i].label, asked) +
                    period_score(asked, one.figures) - kRankPenalty * static_cast<double>(one.source) -
                    (pages[one.source].is_strange ? kStrangerPenalty : 0);
    }
    order(weighed);
    if (weighed.size() > count) weighed.resize(count);
    return weighed;
}

std::string meaning_of(const Weighed& one) {
    if (one.figures.empty()) return one.statement.in_context();
    const std::string row = one.figures.front().row_text() + " " + one.figures.front().column_text();
    return one.statement.heading.empty() ? row : one.statement.heading + "\n" + row;
}

void add_meaning(std::vector<Weighed>& weighed) {
    for (Weighed& one : weighed) one.score += kMeaningWeight * one.cosine;
    order(weighed);
}

}  // namespace genai::answering
