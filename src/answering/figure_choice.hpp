// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "answering/asked.hpp"
#include "answering/figure.hpp"

namespace genai::answering {

// The figure of a row that a question means, for one of its periods.
struct FigureChoice {
    const Figure* figure = nullptr;
    PeriodFit period = PeriodFit::kOpen;
};

// One for each period that the question names, in its order; one when it names none. By period, then by the words of
// the column's headings, then the newest, then the leftmost. Empty without figures.
std::vector<FigureChoice> choose_figures(const Asked& asked, std::span<const Figure> figures);

// The best fit of any of a row's figures with any period asked for; columns that compare others do not count. kOpen
// where nothing is known.
PeriodFit best_fit(const Asked& asked, std::span<const Figure> figures);

}  // namespace genai::answering
