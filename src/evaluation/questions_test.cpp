// SPDX-License-Identifier: Apache-2.0
#include "evaluation/questions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::evaluation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Questions, ReadsEveryField) {
    auto got = parse_questions(R"({"id": "q1", "question": "How much?", "docs": ["a.pdf"], "pages": [6, 7],)"
                               R"( "answer": "50", "refs": [[3, 10], [2, 5, 9]], "kind": "table"})");
    ASSERT_TRUE(got) << got.error().message;
    const LabelledQuestion& question = got->front();
    EXPECT_EQ(question.id, "q1");
    EXPECT_EQ(question.question, "How much?");
    EXPECT_THAT(question.docs, ElementsAre("a.pdf"));
    EXPECT_THAT(question.pages, ElementsAre(RightPage{"", 6}, RightPage{"", 7}));
    EXPECT_EQ(question.answer, "50");
    EXPECT_THAT(question.refs, ElementsAre(TextRange{0, 3, 10}, TextRange{2, 5, 9}));
    EXPECT_FALSE(question.is_unanswerable);
}

TEST(Questions, TakesAQuestionAloneAndNamesItByItsLine) {
    auto got = parse_questions("\n{\"question\": \"Why?\"}\n\n");
    ASSERT_TRUE(got);
    EXPECT_EQ(got->front().id, "line 2");
    EXPECT_FALSE(got->front().is_unanswerable);
}

TEST(Questions, TakesEmptyLabelsAsUnanswerable) {
    auto got = parse_questions(R"({"question": "Why?", "docs": [], "pages": []})");
    ASSERT_TRUE(got);
    EXPECT_TRUE(got->front().is_unanswerable);
}

TEST(Questions, TakesALonePageAndANumberedId) {
    auto got = parse_questions(R"({"id": 7, "question": "Why?", "pages": 3})");
    ASSERT_TRUE(got);
    EXPECT_EQ(got->front().id, "7");
    EXPECT_THAT(got->front().pages, ElementsAre(RightPage{"", 3}));
}

TEST(Questions, TakesPagesByDocument) {
    auto got = parse_questions(R"({"question": "Why?", "pages": {"a.pdf": [3, 4], "b.pdf": 1}})");
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_THAT(got->front().docs, ElementsAre("a.pdf", "b.pdf"));
    EXPECT_THAT(got->front().pages, ElementsAre(RightPage{"a.pdf", 3}, RightPage{"a.pdf", 4}, RightPage{"b.pdf", 1}));
}

TEST(Questions, NamesTheLineThatIsWrong) {
    const std::string good = "{\"question\": \"Why?\"}\n";
    for (const auto& [line, word] :
         std::vector<std::pair<std::string, std::string>>{{"{\"question\": ", "line 2"},
                                                          {"[1]", "not a JSON object"},
                                                          {"{\"id\": \"x\"}", "no \"question\""},
                                                          {R"({"question": "a", "pages": ["six"]})", "\"pages\""},
                                                          {R"({"question": "a", "pages": [-1]})", "\"pages\""},
                                                          {R"({"question": "a", "pages": {"b": ["c"]}})", "\"pages\""},
                                                          {R"({"question": "a", "docs": [{}]})", "\"docs\""},
                                                          {R"({"question": "a", "refs": [[1]]})", "\"refs\""}}) {
        auto got = parse_questions(good + line);
        ASSERT_FALSE(got) << line;
        EXPECT_THAT(got.error().message, HasSubstr("line 2"));
        EXPECT_THAT(got.error().message, HasSubstr(word));
    }
}

TEST(Questions, RefusesAFileWithoutAny) { EXPECT_FALSE(parse_questions("\n\n")); }

}  // namespace
}  // namespace genai::evaluation
