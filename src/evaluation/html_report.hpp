// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluation/comparison.hpp"
#include "evaluation/question_run.hpp"
#include "evaluation/questions.hpp"

namespace genai::evaluation {

// A run as a page for a browser: charts of the measures with their intervals, of the kinds of question, of the legs and
// of the latencies, what changed against an earlier run, and each question with its answer. One file that asks nothing
// of the network and runs no script; texts of documents and questions cannot add to it.
std::string to_html(const EvaluationReport& report, const std::vector<LabelledQuestion>& questions,
                    const std::vector<QuestionOutcome>& outcomes, const std::optional<Comparison>& comparison);

// The text as HTML shows it: its marks are no markup.
std::string escape_html(std::string_view text);

}  // namespace genai::evaluation
