// SPDX-License-Identifier: Apache-2.0
#include "api/query_response.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/fake_services.hpp"
#include "filters/expression.hpp"

namespace genai::api {
namespace {

using testing::HasSubstr;

TEST(QueryResponse, HasTheShapeThatClientsRelyOn) {
    Question question;
    question.text = "who \"is\" it?";
    std::string id(64, 'a');
    EXPECT_EQ(
        to_query_response(question, FakeServices().make_answer(question)),
        R"({"question":"who \"is\" it?","answer":"You asked: who \"is\" it? [1].",)"
        R"("citations":[{"marker":1,"document":"report.pdf","document_id":")" +
            id +
            R"(","page":2,"quote":"two","location":"page 2",)"
            R"("chunk_id":"c1","start":5,"end":8,"collection":"default","boxes":[[1,2,3.5,4]],"verified":true}],"figures":[],)"
            R"("sources":[{"rank":1,"document":"report.pdf","document_id":")" +
            id +
            R"(","collection":"default","page":2,"page_end":2,"location":"page 2",)"
            R"("chunk_id":"c1","text":"Page two","section":"Part","start":0,"end":8,"score":0.5,)"
            R"("scores":{"vector":0.71,"keyword":null,"rerank":null}}],)"
            R"("collection":"default","filter":null,"model":"extractive","cache":"miss","degraded":null,)"
            R"("timings_ms":{"embed":2.1,"search":0.4,"rerank":0,"generate":1,"total":3.5}})");
}

TEST(QueryResponse, NamesCollectionsAsTheyWereNamedAndShowsHowTheFilterWasUnderstood) {
    Question question;
    question.naming = Question::Naming::kList;
    EXPECT_THAT(to_query_response(question, {}), HasSubstr(R"("collection":["default"],)"));
    question.scopes.push_back({"default", "b"});
    question.filter = filters::parse_expression("pages>5 and not type=x").value();
    Answer answer;
    answer.documents_allowed = 7;
    EXPECT_THAT(to_query_response(question, answer),
                HasSubstr(R"("collection":["default","b"],"filter":{"expression":)"
                          R"("pages > \"5\" and not type = \"x\"","documents":7},)"));
}

TEST(QueryResponse, HasNoAnswerWhenOnlySourcesWereAskedFor) {
    Question question;
    question.want = Question::Want::kSourcesOnly;
    EXPECT_THAT(to_query_response(question, {}),
                HasSubstr(R"("answer":null,"citations":[],"figures":[],"sources":[])"));
}

TEST(QueryResponse, NamesFiguresWithTheirRowColumnPeriodAndUnit) {
    Answer answer;
    answer.figures.push_back(
        {"Net sales: Mac", "Three Months Ended April 1, 2023", "2023-04-01", 3, "in millions", "7,168", 1, 5, 10});
    answer.figures.push_back({"Total", "", "", 0, "", "9", 2, 20, 21});
    EXPECT_THAT(to_query_response({}, answer),
                HasSubstr(R"("figures":[{"row":"Net sales: Mac","column":"Three Months Ended April 1, 2023",)"
                          R"("period":{"end":"2023-04-01","months":3},"unit":"in millions","value":"7,168",)"
                          R"("citation":1,"start":5,"end":10},{"row":"Total","column":"","period":null,"unit":"",)"
                          R"("value":"9","citation":2,"start":20,"end":21}])"));
}

TEST(QueryResponse, SaysWhatWasLeftOut) {
    Answer answer;
    answer.degraded = {{"llm", "it did not answer"}};
    EXPECT_THAT(to_query_response({}, answer), HasSubstr(R"("degraded":[{"what":"llm","why":"it did not answer"}])"));
}

}  // namespace
}  // namespace genai::api
