// SPDX-License-Identifier: Apache-2.0
#include "profiles/signals.hpp"

#include <gtest/gtest.h>

namespace genai::profiles {
namespace {

PageSignals page(float first, float second = 0) {
    PageSignals page;
    page.statements[0] = first;
    page.statements[1] = second;
    return page;
}

std::vector<PageSignals> document(std::initializer_list<PageSignals> pages) {
    DocumentSignals document;
    for (const PageSignals& page : pages) document.add(page);
    return document.take();
}

TEST(DocumentSignals, ComparesEachPageWithTheDocumentsBestSquared) {
    const auto pages = document({page(0.4F), page(0.8F, 0.5F), page(0.2F)});
    EXPECT_FLOAT_EQ(pages[0].statements[0], 0.25F);
    EXPECT_FLOAT_EQ(pages[1].statements[0], 1);
    EXPECT_FLOAT_EQ(pages[2].statements[0], 0.0625F);
    EXPECT_FLOAT_EQ(pages[1].statements[1], 1);
}

TEST(DocumentSignals, GivesADocumentWithoutMuchOfAStatementNone) {
    for (const PageSignals& weak : document({page(0.05F), page(0.09F)})) EXPECT_EQ(weak.statements[0], 0);
}

TEST(DocumentSignals, IsEmptyAfterwards) {
    DocumentSignals document;
    document.add(page(1));
    EXPECT_EQ(document.take().size(), 1U);
    EXPECT_TRUE(document.take().empty());
}

TEST(DocumentSignals, PutsTheAppendixBehindTheEndOfTheBody) {
    PageSignals exhibit;
    exhibit.begins_appendix = true;
    PageSignals signatures;
    signatures.ends_body = true;
    const auto pages = document({exhibit, page(0), signatures, page(0), exhibit, page(0)});
    EXPECT_EQ(pages[0].appendix, 0);  // a list of exhibits in the body
    EXPECT_EQ(pages[2].appendix, 0);
    EXPECT_EQ(pages[3].appendix, 0);  // the body may go on behind the signatures
    EXPECT_EQ(pages[4].appendix, 1);
    EXPECT_EQ(pages[5].appendix, 1);
}

TEST(DocumentSignals, LeavesStatementsInTheAppendixAlone) {
    PageSignals exhibit;
    exhibit.begins_appendix = true;
    PageSignals signatures;
    signatures.ends_body = true;
    const auto pages = document({signatures, exhibit, page(0.8F), page(0.4F)});
    EXPECT_EQ(pages[2].appendix, 0);
    EXPECT_FLOAT_EQ(pages[3].appendix, 0.75F);
}

TEST(Boost, CountsTheBestOfTheStatementsThatAreAsked) {
    QuestionSignals question;
    question.statements[0] = 2;
    question.statements[1] = 1;
    EXPECT_DOUBLE_EQ(boost(question, page(0.5F, 0.5F)), 1);
    EXPECT_DOUBLE_EQ(boost(question, page(0, 0.5F)), 0.5);
}

TEST(Boost, AddsCuesAndTakesTheAppendixAway) {
    QuestionSignals question;
    question.cues[0] = 0.5F;
    question.appendix = 0.25F;
    PageSignals asked;
    asked.cues[0] = 0.5F;
    EXPECT_DOUBLE_EQ(boost(question, asked), 0.25);
    asked.appendix = 1;
    EXPECT_DOUBLE_EQ(boost(question, asked), 0);
}

TEST(Boost, IsNothingForAPageOrAQuestionWithoutSignals) {
    QuestionSignals question;
    EXPECT_EQ(boost(question, page(1, 1)), 0);
    question.statements[0] = 2;
    EXPECT_EQ(boost(question, PageSignals{}), 0);
}

}  // namespace
}  // namespace genai::profiles
