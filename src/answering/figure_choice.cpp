// SPDX-License-Identifier: Apache-2.0
#include "answering/figure_choice.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "lexical/text_match.hpp"

namespace genai::answering {

namespace {

// "% Change", "Increase (Decrease)", "vs.": a comparison of the columns beside it.
bool is_comparison(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text.find("change") != std::string::npos || text.find("increase") != std::string::npos;
}

struct Weight {
    PeriodFit period = PeriodFit::kOpen;
    bool is_kind = false;  // a share where one is asked for, and nowhere else
    float words = 0;
    facts::Date newest;

    bool operator<(const Weight& other) const {
        return std::tie(period, is_kind, words, newest) <
               std::tie(other.period, other.is_kind, other.words, other.newest);
    }
};

}  // namespace

std::vector<FigureChoice> choose_figures(const Asked& asked, std::span<const Figure> figures) {
    if (figures.empty()) return {};
    std::vector<std::string> headings;
    std::vector<lexical::MatchCandidate> candidates;
    headings.reserve(figures.size());
    for (const Figure& figure : figures) {
        headings.push_back(figure.column_text());
        candidates.push_back({headings.back(), ""});
    }
    const auto matches = lexical::match_texts(asked.matter, candidates);
    const bool has_share = std::any_of(figures.begin(), figures.end(), [](const Figure& f) { return f.is_share(); });
    const auto weigh = [&](std::size_t i, const Period& period) {
        const Figure& figure = figures[i];
        Weight weight;
        weight.period = figure.period ? fit(period, *figure.period) : PeriodFit::kOpen;
        weight.words = matches[i].question;
        const bool is_share = figure.is_share() || is_comparison(headings[i]);
        weight.is_kind = !has_share || is_share == asked.wants_share;
        if (figure.period) weight.newest = figure.period->end;
        return weight;
    };
    std::vector<Period> periods = asked.periods;
    if (periods.empty()) periods.emplace_back();
    std::vector<FigureChoice> choices;
    for (const Period& period : periods) {
        std::size_t best = 0;
        Weight best_weight = weigh(0, period);
        for (std::size_t i = 1; i < figures.size(); ++i) {
            const Weight weight = weigh(i, period);
            if (!(best_weight < weight)) continue;
            best = i;
            best_weight = weight;
        }
        choices.push_back({&figures[best], best_weight.period});
    }
    return choices;
}

PeriodFit best_fit(const Asked& asked, std::span<const Figure> figures) {
    bool is_known = false;
    PeriodFit best = PeriodFit::kContrary;
    for (const Figure& figure : figures) {
        if (is_comparison(figure.column_text())) continue;
        is_known = true;
        if (!figure.period || asked.periods.empty()) best = std::max(best, PeriodFit::kOpen);
        for (const Period& period : asked.periods)
            if (figure.period) best = std::max(best, fit(period, *figure.period));
    }
    return is_known ? best : PeriodFit::kOpen;
}

}  // namespace genai::answering
