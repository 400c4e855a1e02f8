// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "evaluation/comparison.hpp"
#include "evaluation/question_run.hpp"

namespace genai::cli {

// A measure and the least that it may be; a leg's measure is named "vector.page_recall@5".
struct Gate {
    std::string measure;
    double least = 0;
};

// From "page_recall@5=0.9"; kInvalidInput says what is wrong with it.
Result<std::vector<Gate>> parse_gates(const std::vector<std::string>& texts);

// A line for each gate that is not reached; one whose measure was not measured is not reached.
std::vector<std::string> failed_gates(const std::vector<Gate>& gates, const evaluation::EvaluationReport& report);

// The measures as a table, with their 95 % intervals and a column for each leg, then by kind of question; as one JSON
// object.
std::string to_text(const evaluation::EvaluationReport& report);
std::string to_json(const evaluation::EvaluationReport& report);

// What changed between two runs: a line for each measure, then the questions that it changed for, of the measures that
// changed for certain; as one JSON object.
std::string to_text(const evaluation::Comparison& comparison);
std::string to_json(const evaluation::Comparison& comparison);

// The run as to_details() would keep it.
std::vector<evaluation::SavedOutcome> to_saved(const std::vector<evaluation::LabelledQuestion>& questions,
                                               const std::vector<evaluation::QuestionOutcome>& outcomes);

// A JSON line for each question: its measures, its answer and its sources' places.
std::string to_details(const std::vector<evaluation::LabelledQuestion>& questions,
                       const std::vector<evaluation::QuestionOutcome>& outcomes);

}  // namespace genai::cli
