// SPDX-License-Identifier: Apache-2.0
#include "api/query_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "filters/expression.hpp"

namespace genai::api {
namespace {

using testing::HasSubstr;

tl::expected<Question, Response> parse(const std::string& query, const std::string& body = {},
                                       const std::string& type = "application/json") {
    Request request;
    request.query = Parameters::parse(query).value();
    request.body = body;
    if (!type.empty()) request.headers = {{"Content-Type", type}};
    return parse_query_request(request, 5);
}

// The errors of a request that must be refused.
std::string errors(const std::string& query, const std::string& body = {},
                   const std::string& type = "application/json") {
    auto question = parse(query, body, type);
    if (question) return "accepted: " + question->text;
    EXPECT_EQ(question.error().status, 422);
    return question.error().body;
}

TEST(QueryRequest, TakesEveryFieldFromTheQuery) {
    auto question = parse("question=a&collection=c&top_k=7&retrieve_only=true").value();
    EXPECT_EQ(question.text, "a");
    EXPECT_EQ(question.scopes.at(0).collection, "c");
    EXPECT_EQ(question.top_k, 7U);
    EXPECT_EQ(question.want, Question::Want::kSourcesOnly);
}

TEST(QueryRequest, TakesEveryFieldFromTheBody) {
    auto question =
        parse("", R"({"question": "a\u00e9", "collection": "c", "k": 7, "retrieve_only": true, "x": 1})").value();
    EXPECT_EQ(question.text, "a\xc3\xa9");
    EXPECT_EQ(question.scopes.at(0).collection, "c");
    EXPECT_EQ(question.top_k, 7U);
    EXPECT_EQ(question.want, Question::Want::kSourcesOnly);
}

TEST(QueryRequest, LetsTheParameterWinOverTheBody) {
    auto question = parse("question=q&k=2", R"({"question": "b", "top_k": 3, "collection": "c"})").value();
    EXPECT_EQ(question.text, "q");
    EXPECT_EQ(question.top_k, 2U);
    EXPECT_EQ(question.scopes.at(0).collection, "c");
}

TEST(QueryRequest, HasDefaultsForAllButTheQuestion) {
    auto question = parse("question=", R"({"top_k": null, "collection": "", "stream": false, "filter": null})").value();
    EXPECT_EQ(question.text, "");
    EXPECT_EQ(question.scopes.at(0).collection, "default");
    EXPECT_EQ(question.top_k, 5U);
    EXPECT_EQ(question.want, Question::Want::kAnswer);
}

TEST(QueryRequest, ReadsNumbersAndTruthsAsPydanticDoes) {
    EXPECT_EQ(parse("question=a", R"({"top_k": "7"})")->top_k, 7U);
    EXPECT_EQ(parse("question=a", R"({"top_k": 7.0})")->top_k, 7U);
    EXPECT_EQ(parse("question=a", R"({"retrieve_only": "yes"})")->want, Question::Want::kSourcesOnly);
    EXPECT_EQ(parse("question=a", R"({"retrieve_only": 1})")->want, Question::Want::kSourcesOnly);
}

TEST(QueryRequest, SaysWhereAMissingQuestionWasLookedFor) {
    EXPECT_EQ(errors(""),
              R"({"detail":[{"type":"missing","loc":["query","question"],"msg":"Field required","input":null}]})");
    EXPECT_EQ(errors("", R"({"q": 1})"),
              R"({"detail":[{"type":"missing","loc":["body","question"],"msg":"Field required","input":{"q":1}}]})");
}

TEST(QueryRequest, NamesEveryErrorAtOnce) {
    auto text = errors("top_k=x&retrieve_only=perhaps", R"({"question": 5})");
    EXPECT_THAT(
        text,
        HasSubstr(
            R"({"type":"string_type","loc":["body","question"],"msg":"Input should be a valid string","input":5})"));
    EXPECT_THAT(
        text,
        HasSubstr(
            R"({"type":"int_parsing","loc":["query","top_k"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"x"})"));
    EXPECT_THAT(text, HasSubstr(R"("type":"bool_parsing","loc":["query","retrieve_only"])"));
}

TEST(QueryRequest, KeepsTheLimits) {
    EXPECT_THAT(errors("question=a&top_k=0"),
                HasSubstr(R"("msg":"Input should be greater than or equal to 1","input":"0","ctx":{"ge":1})"));
    EXPECT_THAT(errors("question=a", R"({"top_k": 1e300})"), HasSubstr("less_than_equal"));
    EXPECT_THAT(errors("question=a", R"({"k": 18446744073709551615})"), HasSubstr(R"("ctx":{"le":100})"));
    EXPECT_THAT(errors("question=a", R"({"k": 2.5})"), HasSubstr("int_from_float"));
    std::string longest;
    for (std::size_t i = 0; i < kQuestionMax; ++i) longest += "\xc3\xa9";
    EXPECT_TRUE(parse("question=" + longest));
    auto text = errors("question=" + longest + "x");
    EXPECT_THAT(text, HasSubstr(R"("type":"string_too_long")"));
    EXPECT_THAT(text, HasSubstr(R"("ctx":{"max_length":8000})"));
    EXPECT_LT(text.size(), 1000U);
}

TEST(QueryRequest, RefusesAFieldThatIsGivenTwice) {
    EXPECT_THAT(errors("question=a&question=b"),
                HasSubstr(R"({"detail":[{"type":"value_error","loc":["query","question"],)"
                          R"("msg":"Value error, it is given 2 times","input":"b"}]})"));
    EXPECT_THAT(errors("question=a&top_k=1&top_k=1&top_k=2"), HasSubstr("given 3 times"));
    EXPECT_TRUE(parse("question=a&unknown=1&unknown=2"));
    EXPECT_THAT(errors("", R"({"question": "a", "question": "b"})"),
                HasSubstr(R"("type":"json_invalid","loc":["body",)"));
    EXPECT_THAT(errors("", R"({"question": "a", "top_k": 1, "top\u005fk": 2})"),
                HasSubstr("a key is there twice in one object"));
    EXPECT_THAT(errors("", R"({"question": "a", "x": [{"y": {"z": 1, "z": 1}}]})"), HasSubstr("twice"));
    EXPECT_TRUE(parse("", R"({"question": "a", "x": [{"y": 1}, {"y": 1}], "y": {"y": 2}})"));
}

TEST(QueryRequest, BoundsTheNumberOfKeys) {
    auto with_keys = [](std::size_t keys) {
        std::string body = R"({"question": "a")";
        for (std::size_t i = 1; i < keys; ++i) body += ",\"k" + std::to_string(i) + "\":0";
        return body + "}";
    };
    EXPECT_TRUE(parse("", with_keys(kJsonKeysMax)));
    EXPECT_THAT(errors("", with_keys(kJsonKeysMax + 1)), HasSubstr("more than 10000 keys"));
}

// "name" or "[name, name]", as the answer will name them.
std::string collections(const std::string& query, const std::string& body = {}) {
    auto question = parse(query, body);
    if (!question) return "refused: " + question.error().body;
    std::string names;
    for (const Scope& scope : question->scopes) names.append(names.empty() ? "" : ", ").append(scope.collection);
    return question->naming == Question::Naming::kList ? "[" + names + "]" : names;
}

TEST(QueryRequest, TakesOneCollectionOrAList) {
    EXPECT_EQ(collections("question=a"), "default");
    EXPECT_EQ(collections("question=a&collection=c"), "c");
    EXPECT_EQ(collections("question=a&collection=c&collection=d&collection=c"), "[c, d]");
    EXPECT_EQ(collections("question=a", R"({"collection": "c"})"), "c");
    EXPECT_EQ(collections("question=a", R"({"collection": ["c"]})"), "[c]");
    EXPECT_EQ(collections("question=a", R"({"collection": ["c", "d", "", "default"]})"), "[c, d, default]");
    EXPECT_EQ(collections("question=a&collection=q", R"({"collection": ["c", "d"]})"), "q");
    EXPECT_THAT(errors("question=a", R"({"collection": []})"), HasSubstr("name one collection at least"));
    EXPECT_THAT(errors("question=a", R"({"collection": [5]})"), HasSubstr("string_type"));
    EXPECT_THAT(errors("question=a", R"({"collection": [["c"]]})"), HasSubstr("string_type"));
    EXPECT_THAT(errors("question=a", R"({"collection": {"c": 1}})"), HasSubstr("string_type"));
    std::string many;
    for (std::size_t i = 0; i < kCollectionsMax; ++i) many += "&collection=c" + std::to_string(i);
    EXPECT_EQ(parse("question=a" + many)->scopes.size(), kCollectionsMax);
    EXPECT_THAT(errors("question=a" + many + "&collection=x"), HasSubstr("name 16 collections at most"));
    EXPECT_THAT(errors("question=a&collection=" + std::string(kCollectionNameMax + 1, 'x')),
                HasSubstr("string_too_long"));
}

TEST(QueryRequest, TakesAFilterInBothSpellings) {
    const Filter acme = filters::parse_expression("organisation = ACME").value();
    EXPECT_EQ(parse("question=a&filter=organisation+%3D+ACME")->filter, acme);
    EXPECT_EQ(parse("question=a", R"({"filter": "organisation = ACME"})")->filter, acme);
    const std::string json = R"({"type": "eq", "key": "organisation", "value": "ACME"})";
    EXPECT_EQ(parse("question=a", "{\"filter\": " + json + "}")->filter, acme);
    EXPECT_EQ(parse("question=a&filter=" + json)->filter, acme);
    EXPECT_EQ(parse("question=a&filter=", R"({"filter": {}})")->filter, std::nullopt);
    const std::string longest =
        R"({"filter": {"type": "eq", "key": "title", "value": ")" + std::string(500, 'x') + "\"}}";
    EXPECT_EQ(parse("question=a", longest)->filter->values.at(0).text.size(), 500U);
}

TEST(QueryRequest, SaysWhatIsWrongWithAFilter) {
    EXPECT_THAT(
        errors("question=a&filter=isbn+%3D+1"),
        HasSubstr(R"({"type":"value_error","loc":["query","filter"],"msg":"Value error, the filter, at character )"
                  R"(1: there is no field \"isbn\"; the fields are id, name, collection, state, pages, )"));
    EXPECT_THAT(errors("question=a", R"({"filter": {"type": "eq", "key": "isbn", "value": 1}})"),
                HasSubstr(R"("loc":["body","filter"],"msg":"Value error, the filter, at key: there is no field)"));
    EXPECT_THAT(errors("question=a", R"({"filter": ["x"]})"), HasSubstr("a filter is an expression or an object"));
    EXPECT_THAT(errors("question=a", R"({"filter": 5})"), HasSubstr("a filter is an expression or an object"));
    EXPECT_THAT(errors("question=a&filter=id%3Dx&filter=id%3Dx"), HasSubstr("given 2 times"));
}

TEST(QueryRequest, EchoesWhatJsonHasNoNumberForAsNull) {
    EXPECT_THAT(errors("question=a", R"({"top_k": 1e999})"), HasSubstr(R"("input":null,"ctx":{"le":100})"));
    EXPECT_THAT(errors("", R"({"x": [-1e999, {"y": 1e999}], "z": 1.5})"),
                HasSubstr(R"("input":{"x":[null,{"y":null}],"z":1.5E0})"));
}

TEST(QueryRequest, RefusesWhatIsNoJsonObject) {
    EXPECT_THAT(
        errors("", "{"),
        HasSubstr(R"("type":"json_invalid","loc":["body",1],"msg":"JSON decode error","input":{},"ctx":{"error":")"));
    EXPECT_THAT(errors("question=a", "{} x"), HasSubstr("json_invalid"));
    EXPECT_THAT(errors("", "[1]"), HasSubstr(R"("type":"model_attributes_type","loc":["body"])"));
    EXPECT_THAT(errors("", "null"), HasSubstr("missing"));
    for (std::string body : {"\"\xff\"", "{\"question\": \"\\ud800\"}", "{'question': 1}", "NaN"}) {
        EXPECT_THAT(errors("", body), HasSubstr("json_invalid")) << body;
    }
}

TEST(QueryRequest, BoundsTheDepthOfJson) {
    auto nested = [](std::size_t depth) {
        return R"({"question": "a", "x": )" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    EXPECT_TRUE(parse("", nested(kJsonDepthMax - 1)));
    EXPECT_THAT(errors("", nested(kJsonDepthMax)), HasSubstr("json_invalid"));
    EXPECT_THAT(errors("", std::string(1'000'000, '[')), HasSubstr("json_invalid"));
}

TEST(QueryRequest, ReadsABodyAsJsonByItsTypeOrItsFirstLetter) {
    std::string body = R"({"question": "a"})";
    for (auto type : {"application/json; charset=utf-8", "APPLICATION/JSON", "application/problem+json", "",
                      "application/x-www-form-urlencoded"}) {
        EXPECT_TRUE(parse("", body, type)) << type;
    }
    EXPECT_THAT(errors("", body, "text/plain"), HasSubstr(R"(["query","question"])"));
    EXPECT_TRUE(parse("question=a", "anything=1", "application/x-www-form-urlencoded"));
}

TEST(QueryRequest, RefusesWhatThisVersionCannotDoInsteadOfIgnoringIt) {
    EXPECT_THAT(errors("question=a&stream=true"), HasSubstr(R"("loc":["query","stream"])"));
    EXPECT_THAT(errors("question=a", R"({"messages": [{"role": "user"}]})"), HasSubstr(R"("loc":["body","messages"])"));
}

}  // namespace
}  // namespace genai::api
