// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "evaluation/bootstrap.hpp"
#include "evaluation/measures.hpp"

namespace genai::evaluation {

// What a run kept of a question: a line of `genai eval --details`.
struct SavedOutcome {
    std::string id;
    std::string question;
    Measures measures;
};

// kInvalidInput names the line and what is wrong with it; a question that stands there twice is wrong.
Result<std::vector<SavedOutcome>> parse_outcomes(std::string_view text);

// A measure of two runs, over the questions that both have it for.
struct MeasureComparison {
    std::string name;
    std::size_t questions = 0;
    double before = 0;
    double after = 0;
    Interval difference;           // of after - before, question by question
    std::vector<std::string> won;  // ids for which the second run is better; of latencies, lower is better
    std::vector<std::string> lost;
    std::size_t same = 0;

    // Whether the difference is more than chance, at 95 %.
    bool is_certain() const { return difference.low > 0 || difference.high < 0; }
};

struct Comparison {
    std::vector<MeasureComparison> measures;
    std::size_t questions = 0;              // in both
    std::vector<std::string> before_alone;  // ids
    std::vector<std::string> after_alone;
};

// Pairs the runs' questions by id.
Comparison compare(const std::vector<SavedOutcome>& before, const std::vector<SavedOutcome>& after);

}  // namespace genai::evaluation
