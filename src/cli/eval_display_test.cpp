// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_display.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

evaluation::EvaluationReport report() {
    evaluation::EvaluationReport report;
    report.questions = 2;
    report.measures = {{"page_recall@5", 0.5}, {"latency_p50_ms", 3}};
    report.legs = {{"vector", {{"page_recall@5", 0.25}}}, {"keyword", {{"page_recall@5", 1}}}};
    report.intervals = {{"page_recall@5", {0.25, 0.75}}};
    report.kinds = {{"table", 1, {{"page_recall@5", 1}}}};
    return report;
}

TEST(Gates, AreReadAndHeldAgainstMeasuresAndLegs) {
    auto gates = parse_gates({"page_recall@5=0.5", "vector.page_recall@5=0.3", "nonsense=0"});
    ASSERT_TRUE(gates) << gates.error().message;
    EXPECT_THAT(failed_gates(*gates, report()), ElementsAre(HasSubstr("vector.page_recall@5 is 0.2500, below 0.3"),
                                                            HasSubstr("nonsense was not measured")));
    EXPECT_THAT(failed_gates({}, report()), IsEmpty());
}

TEST(Gates, AreRefusedWhenTheySayNothing) {
    for (const char* text : {"page_recall@5", "=0.5", "a=", "a=b", "a=0.5x"}) EXPECT_FALSE(parse_gates({text})) << text;
}

TEST(EvalDisplay, WritesOneObjectWithItsLegs) {
    EXPECT_EQ(to_json(report()), R"({"questions":2,"page_recall@5":0.5,"latency_p50_ms":3,)"
                                 R"("legs":{"vector":{"page_recall@5":0.25},"keyword":{"page_recall@5":1}},)"
                                 R"("intervals":{"page_recall@5":[0.25,0.75]},)"
                                 R"("kinds":{"table":{"questions":1,"page_recall@5":1}}})"
                                 "\n");
}

TEST(EvalDisplay, PutsTheLegsInColumns) {
    EXPECT_EQ(to_text(report()),
              "MEASURE                 95 %         vector  keyword\n"
              "page_recall@5   0.5000  0.250-0.750  0.2500   1.0000\n"
              "latency_p50_ms  3.0000\n"
              "\n"
              "BY KIND        table\n"
              "questions           1\n"
              "page_recall@5  1.0000\n"
              "\n2 questions\n");
}

TEST(ComparisonDisplay, TellsWhatIsBetterAndWorse) {
    const auto comparison =
        evaluation::compare({{"a", "", {{"mrr", 0}}}, {"old", "", {}}}, {{"a", "", {{"mrr", 1}}}, {"b", "", {}}});
    const std::string text = to_text(comparison);
    EXPECT_THAT(text, HasSubstr("+1.0000 to +1.0000"));
    EXPECT_THAT(text, HasSubstr("mrr\n  better: a\n  worse: none\n"));
    EXPECT_THAT(text, HasSubstr("1 question in both; in the first alone: old; in the second alone: b\n"));
    EXPECT_EQ(to_json(comparison),
              R"({"questions":1,"measures":{"mrr":{"questions":1,"before":0,"after":1,"difference":[1,1],)"
              R"("certain":true,"same":0,"better":["a"],"worse":[]}},"before_alone":["old"],"after_alone":["b"]})"
              "\n");
}

}  // namespace
}  // namespace genai::cli
