// SPDX-License-Identifier: Apache-2.0
#include "evaluation/html_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::evaluation {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Sample {
    std::vector<LabelledQuestion> questions;
    std::vector<QuestionOutcome> outcomes;
};

Sample make_run() {
    Sample run;
    for (const double right : {1.0, 0.0}) {
        LabelledQuestion question;
        question.id = right > 0 ? "q1" : "q2";
        question.question = "Who & <script>alert(1)</script>?";
        question.answer = "\"5\"";
        run.questions.push_back(question);
        QuestionOutcome outcome;
        outcome.kind = right > 0 ? "table" : "text";
        outcome.answer = "<img src=x>";
        outcome.is_found = right > 0;
        outcome.latency_ms = 10 * (right + 1);
        outcome.measures = {{"page_recall@5", right}, {"answer_match", right}};
        for (const char* leg : {"vector", "keyword", "hybrid"}) outcome.legs[leg] = {{"page_recall@5", right}};
        run.outcomes.push_back(outcome);
    }
    return run;
}

TEST(HtmlReport, ChartsMeasuresKindsLegsAndLatencies) {
    const Sample run = make_run();
    const std::string html = to_html(summarise(run.outcomes), run.questions, run.outcomes, std::nullopt);
    for (const char* part : {"2 questions", "page_recall@5", "0.500 (0.000 to 1.000)", "table (1)", "text (1)",
                             "vector", "<svg", "20 ms", "Expected: &quot;5&quot;", "not found"})
        EXPECT_THAT(html, HasSubstr(part));
    EXPECT_THAT(html, Not(HasSubstr("Against the earlier run")));
}

TEST(HtmlReport, TextsAddNothingToItAndItAsksForNothing) {
    const Sample run = make_run();
    const std::string html = to_html(summarise(run.outcomes), run.questions, run.outcomes, std::nullopt);
    for (const char* part : {"<script", "<img", "http://", "https://", "src="}) {
        EXPECT_THAT(html, Not(HasSubstr(std::string(part) == "src=" ? " src=\"" : part)));
    }
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
    EXPECT_EQ(escape_html("a\x01<\xFF'"), "a &lt;\xEF\xBF\xBD&#39;");
}

TEST(HtmlReport, ShowsWhatWasWonAndLost) {
    const Sample run = make_run();
    const Comparison comparison = compare({{"q1", "", {{"mrr", 0}}}}, {{"q1", "", {{"mrr", 1}}}});
    const std::string html = to_html(summarise(run.outcomes), run.questions, run.outcomes, comparison);
    EXPECT_THAT(html, HasSubstr("Against the earlier run"));
    EXPECT_THAT(html, HasSubstr("<td>1: q1</td><td>0: </td>"));
    EXPECT_THAT(html, HasSubstr("+1.000 (+1.000 to +1.000)"));
}

}  // namespace
}  // namespace genai::evaluation
