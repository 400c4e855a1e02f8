// SPDX-License-Identifier: Apache-2.0
#include "evaluation/judgement.hpp"

#include <gtest/gtest.h>

namespace genai::evaluation {
namespace {

Passage passage_on(const std::string& document, std::uint32_t page, std::uint32_t start = 0, std::uint32_t end = 10) {
    Passage passage;
    passage.document.id = "id of " + document;
    passage.document.names = {{"/root", document}};
    passage.chunk.page = passage.chunk.page_end = page;
    passage.chunk.start = start;
    passage.chunk.end = end;
    return passage;
}

double value(const Measures& measures, const char* name) { return find_measure(measures, name).value_or(-1); }

TEST(Judgement, CountsDistinctPagesOfTheRightDocument) {
    const LabelledQuestion question{.docs = {"a.pdf"}, .pages = {{"", 3}}};
    const std::vector<Passage> passages{passage_on("b.pdf", 3), passage_on("b.pdf", 3), passage_on("a.pdf", 2),
                                        passage_on("a.pdf", 3)};
    const auto got = judge_ranking(question, passages);
    EXPECT_EQ(value(got, "page_recall@1"), 0);
    EXPECT_EQ(value(got, "page_recall@5"), 1);
    EXPECT_DOUBLE_EQ(value(got, "mrr"), 1.0 / 3);  // b3, a2, a3
    EXPECT_DOUBLE_EQ(value(got, "ndcg@10"), 0.5);  // 1 / log2(4)
}

TEST(Judgement, TakesAPageOfItsOwnDocumentOnly) {
    const LabelledQuestion question{.docs = {"a.pdf", "b.pdf"}, .pages = {{"a.pdf", 3}, {"b.pdf", 7}}};
    const std::vector<Passage> passages{passage_on("b.pdf", 3), passage_on("a.pdf", 7), passage_on("b.pdf", 7)};
    const auto got = judge_ranking(question, passages);
    EXPECT_EQ(value(got, "page_recall@1"), 0);
    EXPECT_EQ(value(got, "page_recall@5"), 1);
    EXPECT_DOUBLE_EQ(value(got, "mrr"), 1.0 / 3);
}

TEST(Judgement, CountsDocumentsBySource) {
    const LabelledQuestion question{.docs = {"a.pdf", "c.pdf"}};
    const std::vector<Passage> passages{passage_on("b.pdf", 1), passage_on("b.pdf", 2), passage_on("b.pdf", 3),
                                        passage_on("b.pdf", 4), passage_on("b.pdf", 5), passage_on("x/a.pdf", 1)};
    const auto got = judge_ranking(question, passages);
    EXPECT_EQ(value(got, "document_recall@1"), 0);
    EXPECT_EQ(value(got, "document_recall@5"), 0);
    EXPECT_EQ(value(got, "document_recall@10"), 1);
    EXPECT_EQ(value(got, "documents_found@5"), 0);
    EXPECT_DOUBLE_EQ(value(got, "mrr"), 0.5);  // the second distinct document
    EXPECT_EQ(value(got, "page_recall@5"), -1);
}

TEST(Judgement, FindsAShareOfTheCitedDocuments) {
    const LabelledQuestion question{.docs = {"a.pdf", "c"}};
    const auto got = judge_ranking(question, std::vector<Passage>{passage_on("c.pdf", 1)});
    EXPECT_DOUBLE_EQ(value(got, "documents_found@5"), 0.5);
    EXPECT_EQ(value(got, "document_recall@1"), 1);
}

TEST(Judgement, MeasuresNothingWithoutLabels) { EXPECT_TRUE(judge_ranking({}, {}).empty()); }

TEST(Judgement, CoversReferencesByCharacters) {
    LabelledQuestion question{.docs = {"a"}};
    question.refs = {{0, 0, 20}};
    const auto got =
        judge_ranking(question, std::vector<Passage>{passage_on("a.md", 1, 10, 30), passage_on("b.md", 1)});
    EXPECT_DOUBLE_EQ(value(got, "ref_recall@5"), 0.5);
    EXPECT_DOUBLE_EQ(value(got, "ref_iou@5"), 10.0 / 30);
}

Citation citation_of(int marker, std::uint32_t page) {
    Citation citation;
    citation.marker = marker;
    citation.document_id = "id of a.pdf";
    citation.page = page;
    citation.verified = true;
    return citation;
}

Answer answer_citing(std::uint32_t page) {
    Answer answer;
    answer.is_found = true;
    answer.text = "It was 50 [1]. And 60 [2].";
    answer.sources = {passage_on("a.pdf", page)};
    answer.citations = {citation_of(1, page), citation_of(2, 99)};
    return answer;
}

TEST(Judgement, ComparesAnswerAndCitations) {
    const LabelledQuestion question{.docs = {"a.pdf"}, .pages = {{"", 6}}, .answer = "$50"};
    const auto got = judge_answer(question, answer_citing(6));
    EXPECT_EQ(value(got, "answered"), 1);
    EXPECT_EQ(value(got, "answer_match"), 1);
    EXPECT_DOUBLE_EQ(value(got, "citation_precision"), 0.5);
    EXPECT_EQ(value(got, "citations_verified"), 1);
}

TEST(Judgement, TakesNoMarkerForANumberOfTheAnswer) {
    const LabelledQuestion question{.answer = "1"};
    EXPECT_EQ(value(judge_answer(question, answer_citing(6)), "answer_match"), 0);
}

TEST(Judgement, WantsNotFoundWhereNothingAnswers) {
    const LabelledQuestion question{.is_unanswerable = true};
    EXPECT_EQ(value(judge_answer(question, answer_citing(6)), "not_found_accuracy"), 0);
    EXPECT_EQ(value(judge_answer(question, Answer{}), "not_found_accuracy"), 1);
}

}  // namespace
}  // namespace genai::evaluation
