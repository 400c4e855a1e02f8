// SPDX-License-Identifier: Apache-2.0
#include "filters/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "filters/fields.hpp"
#include "filters/filter_json.hpp"

namespace genai::filters {
namespace {

using testing::HasSubstr;

// The filter as it is understood, or why it is not.
std::string read(std::string_view text) {
    const auto filter = parse_filter(text);
    return filter ? to_expression(*filter) : filter.error().message;
}

TEST(Expression, ReadsComparisons) {
    EXPECT_EQ(read("organisation = \"ACME\""), "organisation = \"ACME\"");
    EXPECT_EQ(read("  Pages>=10 "), "pages >= \"10\"");
    EXPECT_EQ(read("name == a.pdf"), "name = \"a.pdf\"");
    EXPECT_EQ(read("type <> '10-K'"), "type != \"10-K\"");
    EXPECT_EQ(read("period<2023-Q2"), "period < \"2023-Q2\"");
    EXPECT_EQ(read("indexed_at > 2023-06-30T12:00:00Z"), "indexed_at > \"2023-06-30T12:00:00Z\"");
    EXPECT_EQ(read("type IN (10-K, \"10-Q\")"), "type in (\"10-K\", \"10-Q\")");
    EXPECT_EQ(read("type not in (10-K)"), "type not in (\"10-K\")");
    EXPECT_EQ(read("name contains 'Ø'"), "name contains \"Ø\"");
    EXPECT_EQ(read("title = 'it\\'s \\\\ \"so\"'"), R"(title = "it's \\ \"so\"")");
}

TEST(Expression, BindsNotBeforeAndBeforeOr) {
    EXPECT_EQ(read("pages=1 or pages=2 and not pages=3"), "pages = \"1\" or (pages = \"2\" and not pages = \"3\")");
    EXPECT_EQ(read("(pages=1 or pages=2) and pages=3"), "(pages = \"1\" or pages = \"2\") and pages = \"3\"");
    EXPECT_EQ(read("not (pages=1 and pages=2)"), "not (pages = \"1\" and pages = \"2\")");
    EXPECT_EQ(read("((pages=1) and (pages=2 and pages=3))"), "pages = \"1\" and pages = \"2\" and pages = \"3\"");
    EXPECT_EQ(read("not not pages=1"), "not not pages = \"1\"");
}

TEST(Expression, SaysAtWhichCharacterWhatWasExpected) {
    EXPECT_EQ(read(""),
              "the filter, at character 1: expected a comparison like organisation = \"ACME\", found the end");
    EXPECT_EQ(read("organisation is X"),
              "the filter, at character 14: expected =, !=, <, <=, >, >=, in, not in or contains after organisation, "
              "found \"is\"");
    EXPECT_EQ(read("title = 'ø' und pages = 1"),
              "the filter, at character 13: expected and, or, or the end, found \"und\"");
    EXPECT_THAT(read("title ="), HasSubstr("at character 8: expected a value for title, found the end"));
    EXPECT_THAT(read("title = \"x"), HasSubstr("at character 9: the text that begins here has no closing quote"));
    EXPECT_THAT(read("(pages = 1"), HasSubstr("at character 11: expected and, or, or ), found the end"));
    EXPECT_THAT(read("type in 10-K"), HasSubstr("at character 9: expected ( and a list of values"));
    EXPECT_THAT(read("type in (10-K 10-Q)"), HasSubstr("expected , or )"));
    EXPECT_THAT(read("type in ()"), HasSubstr("expected a value for type"));
    EXPECT_THAT(read("title = and"), HasSubstr("a text of this word stands in quotes"));
    EXPECT_THAT(read("pages = 1 and"), HasSubstr("expected a field, not or ("));
    EXPECT_THAT(read("pages = 1 & pages = 2"), HasSubstr("the character \"&\" has no meaning"));
    EXPECT_THAT(read("title = \"\xFF\""), HasSubstr("not UTF-8"));
}

TEST(Expression, ListsTheFieldsWhenOneIsUnknown) {
    EXPECT_EQ(read("pages = 1 and organization = X"),
              "the filter, at character 15: there is no field \"organization\"; the fields are id, name, collection, "
              "state, pages, chunks, bytes, indexed_at, title, organisation, type, period, date");
}

TEST(Expression, HoldsValuesToTheirFieldsType) {
    EXPECT_THAT(read("pages = many"), HasSubstr("at character 9: pages takes a number, not \"many\""));
    EXPECT_THAT(read("pages = 1e999"), HasSubstr("takes a number"));
    EXPECT_THAT(read("pages = nan"), HasSubstr("takes a number"));
    EXPECT_THAT(read("date = yesterday"), HasSubstr("date takes a time like 2023, 2023-Q2"));
    EXPECT_THAT(read("state = ready"), HasSubstr("state takes one of indexed, partial, no_text,"));
    EXPECT_THAT(read("pages contains 1"), HasSubstr("at character 7: pages is no text"));
}

TEST(Expression, HasLimits) {
    const auto repeat = [](std::string_view text, std::size_t times) {
        std::string all;
        for (std::size_t i = 0; i < times; ++i) all += text;
        return all;
    };
    EXPECT_TRUE(parse_expression(repeat("not ", kFilterDepthMax - 1) + "pages = 1"));
    EXPECT_THAT(read(repeat("not ", kFilterDepthMax) + "pages = 1"), HasSubstr("nested at most 32 levels"));
    EXPECT_THAT(read(repeat("(", 5000) + "pages = 1" + repeat(")", 5000)), HasSubstr("nested at most 32 levels"));
    EXPECT_TRUE(parse_expression(repeat("pages=1 or ", kFilterComparisonsMax - 1) + "pages=1"));
    EXPECT_THAT(read(repeat("pages=1 or ", kFilterComparisonsMax) + "pages=1"), HasSubstr("at most 200 comparisons"));
    EXPECT_TRUE(parse_expression("id in (" + repeat("a,", kFilterValuesMax - 1) + "a)"));
    EXPECT_THAT(read("id in (" + repeat("a,", kFilterValuesMax) + "a)"), HasSubstr("at most 1000 values"));
    EXPECT_THAT(read(std::string(kFilterBytesMax + 1, ' ')), HasSubstr("longer than 65536 bytes"));
}

TEST(FilterJson, SaysTheSameAsAnExpression) {
    EXPECT_EQ(read(R"({"type": "eq", "key": "organisation", "value": "ACME"})"), "organisation = \"ACME\"");
    EXPECT_EQ(read(R"({"type": "and", "filters": [{"type": "gte", "key": "pages", "value": 10},
                      {"type": "or", "filters": [{"type": "ne", "key": "type", "value": "a"},
                                                 {"type": "nin", "key": "type", "value": ["b", 5]}]},
                      {"type": "not", "filter": {"type": "contains", "key": "name", "value": "q"}}]})"),
              "pages >= \"10\" and (type != \"a\" or type not in (\"b\", \"5\")) and not name contains \"q\"");
    EXPECT_EQ(read(R"({"type": "lt", "key": "period", "value": 2023})"), "period < \"2023\"");
    EXPECT_EQ(read(R"({"type": "or", "filters": [{"type": "lte", "key": "date", "value": "2023-06"}]})"),
              "date <= \"2023-06\"");
    EXPECT_EQ(parse_filter_json(R"({"type": "in", "key": "id", "value": ["x"]})").value(),
              parse_expression("id in (x)").value());
}

TEST(FilterJson, SaysWhereWhatWasExpected) {
    EXPECT_THAT(read("{"), HasSubstr("it is no JSON"));
    EXPECT_THAT(read(R"({"key": "id"})"), HasSubstr("at type: expected one of eq, ne,"));
    EXPECT_THAT(read(R"({"type": "like", "key": "id", "value": "x"})"), HasSubstr("at type: expected one of eq, ne,"));
    EXPECT_THAT(read(R"({"type": "and", "filters": []})"), HasSubstr("at filters: expected a list of filters"));
    EXPECT_THAT(read(R"({"type": "and", "filters": [{"type": "eq", "key": "id", "value": "x"}, 5]})"),
                HasSubstr("at filters[1]: expected an object"));
    EXPECT_THAT(read(R"({"type": "or", "filters": [{"type": "eq", "key": "isbn", "value": "x"}]})"),
                HasSubstr("at filters[0].key: there is no field \"isbn\"; the fields are id, name"));
    EXPECT_THAT(read(R"({"type": "eq", "key": "id"})"), HasSubstr("at value: expected a value"));
    EXPECT_THAT(read(R"({"type": "eq", "key": "id", "value": null})"), HasSubstr("at value: expected a string"));
    EXPECT_THAT(read(R"({"type": "in", "key": "id", "value": "x"})"), HasSubstr("at value: expected a list"));
    EXPECT_THAT(read(R"({"type": "in", "key": "pages", "value": [1, "x"]})"), HasSubstr("at value[1]: pages takes"));
    EXPECT_THAT(read(R"({"type": "not"})"), HasSubstr("at filter: expected the filter to be negated"));
    EXPECT_THAT(read(R"({"type": "contains", "key": "pages", "value": 1})"), HasSubstr("at type: pages is no text"));
}

TEST(FilterJson, IsNestedNoDeeperThanAnExpression) {
    std::string text = R"({"type": "eq", "key": "id", "value": "x"})";
    for (std::size_t i = 1; i < kFilterDepthMax; ++i) text = R"({"type": "and", "filters": [)" + text + "]}";
    EXPECT_EQ(read(text), "id = \"x\"");
    EXPECT_THAT(read(R"({"type": "not", "filter": )" + text + "}"), HasSubstr("nested at most 32 levels"));
    EXPECT_THAT(read(std::string(10'000, '{')), HasSubstr("no JSON"));
}

}  // namespace
}  // namespace genai::filters
