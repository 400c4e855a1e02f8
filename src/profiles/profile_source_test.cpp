// SPDX-License-Identifier: Apache-2.0
#include "profiles/profile_source.hpp"

#include <gmock/gmock.h>

#include <string>

#include "profiles/signals.hpp"

namespace genai::profiles {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string error_of(std::string_view json) {
    const auto source = parse_profile_source(json, "p.json");
    if (source) return "no error";
    EXPECT_EQ(source.error().kind, ErrorKind::kInvalidInput);
    return source.error().message;
}

std::string many(const std::string& entry, std::size_t count) {
    std::string list = entry;
    for (std::size_t i = 1; i < count; ++i) list += "," + entry;
    return list;
}

TEST(ProfileSource, ReadsWhatTheFileSaysAndFillsInDefaults) {
    const auto source = parse_profile_source(R"({
        "name": "law", "description": "Contracts", "document_types": ["contract"],
        "statements": [{"id": "parties", "headings": ["parties"], "rows": [["seller", "vendor"], ["buyer"]],
                        "names": ["the parties"], "line_items": [{"question": ["purchaser"], "weight": 0.5}]}],
        "vocabulary": [{"question": ["notice period"], "documents": ["termination"]}],
        "cues": [{"id": "money", "question": ["how much"], "page": ["EUR"], "enough": 3}],
        "appendix": {"after": ["signatures"], "headings": ["annex"], "penalty": 0.5}})",
                                             "p.json");
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_EQ(source->name, "law");
    EXPECT_EQ(source->statement_weight, 2);
    ASSERT_EQ(source->statements.size(), 1U);
    EXPECT_EQ(source->statements[0].rows[0], (Phrases{"seller", "vendor"}));
    EXPECT_EQ(source->statements[0].line_items[0].weight, 0.5F);
    EXPECT_FALSE(source->statements[0].line_items[0].with_others);
    EXPECT_EQ(source->vocabulary[0].weight, 0.4F);
    EXPECT_EQ(source->cues[0].enough, 3);
    EXPECT_EQ(source->cues[0].statement_factor, 1);
    EXPECT_EQ(source->appendix.penalty, 0.5F);
}

TEST(ProfileSource, NeedsNoMoreThanAName) {
    const auto source = parse_profile_source(R"({"name": "empty"})", "p.json");
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_TRUE(source->statements.empty());
}

TEST(ProfileSource, SaysInWhichLineItIsNoJson) {
    EXPECT_THAT(error_of("{\n\"name\": \"x\",\n oops}"), StartsWith("p.json: line 3: is no JSON"));
    EXPECT_THAT(error_of(R"({"name": "x"} {})"), HasSubstr("is no JSON"));
    EXPECT_THAT(error_of(""), HasSubstr("is no JSON"));
    EXPECT_THAT(error_of(std::string(100000, '[')), HasSubstr("is no JSON"));
    EXPECT_THAT(error_of("{\"name\": \"\xff\"}"), HasSubstr("is no JSON"));
}

TEST(ProfileSource, RefusesUnknownKeysWithTheirPlace) {
    EXPECT_THAT(error_of(R"({"name": "x", "nmae": 1})"),
                HasSubstr("unknown key \"nmae\"; known are name, description"));
    EXPECT_THAT(error_of(R"({"name": "x", "statements": [{"id": "a", "rows": [["b"]], "row": []}]})"),
                StartsWith("p.json: statements[0]: unknown key \"row\""));
    EXPECT_THAT(error_of(R"({"name": "x", "appendix": {"before": []}})"), StartsWith("p.json: appendix: unknown key"));
}

TEST(ProfileSource, RefusesWrongTypesWithTheirPlace) {
    EXPECT_THAT(error_of("[]"), StartsWith("p.json: must be an object"));
    EXPECT_THAT(error_of(R"({"name": 5})"), StartsWith("p.json: name: must be a text"));
    EXPECT_THAT(error_of(R"({"name": "x", "statements": {}})"), StartsWith("p.json: statements: must be a list"));
    EXPECT_THAT(error_of(R"({"name": "x", "document_types": ["a", 7]})"),
                StartsWith("p.json: document_types[1]: must be a text"));
    EXPECT_THAT(error_of(R"({"name": "x", "statements": [{"id": "a", "rows": ["b"]}]})"),
                StartsWith("p.json: statements[0].rows[0]: must be a list of the row's spellings"));
    EXPECT_THAT(error_of(R"({"name": "x", "statements": [{"id": "a", "rows": [["b"]], "line_items":
                             [{"question": ["c"], "with_others": "yes"}]}]})"),
                StartsWith("p.json: statements[0].line_items[0].with_others: must be true or false"));
}

TEST(ProfileSource, RefusesNumbersOutOfRange) {
    EXPECT_THAT(error_of(R"({"name": "x", "statement_weight": 11})"),
                StartsWith("p.json: statement_weight: must be a number from 0 to 10"));
    EXPECT_THAT(error_of(R"({"name": "x", "statement_weight": -1})"), HasSubstr("must be a number"));
    EXPECT_THAT(error_of(R"({"name": "x", "statement_weight": 1e999})"), HasSubstr("p.json"));
    EXPECT_THAT(error_of(R"({"name": "x", "statement_weight": "2"})"), HasSubstr("must be a number"));
    EXPECT_THAT(error_of(R"({"name": "x", "vocabulary": [{"question": ["a"], "documents": ["b"], "weight": 2}]})"),
                StartsWith("p.json: vocabulary[0].weight: must be a number from 0 to 1"));
}

TEST(ProfileSource, RefusesNamesThatAreNoNames) {
    for (const char* name : {R"("")", R"("../x")", R"("Finance")", R"("a b")"}) {
        EXPECT_THAT(error_of(R"({"name": )" + std::string(name) + "}"), StartsWith("p.json: name: must have 1 to 32"));
    }
    EXPECT_THAT(error_of("{}"), StartsWith("p.json: name: must have"));
    EXPECT_THAT(error_of(R"({"name": "x", "cues": [{"id": "a", "question": ["b"], "page": ["c"]},
                                                   {"id": "a", "question": ["b"], "page": ["c"]}]})"),
                StartsWith("p.json: cues[1].id: \"a\" stands there twice"));
}

TEST(ProfileSource, RefusesWhatHasNoPhraseOrAPhraseWithoutWords) {
    EXPECT_THAT(error_of(R"({"name": "x", "vocabulary": [{"documents": ["b"]}]})"),
                StartsWith("p.json: vocabulary[0].question: needs at least one phrase"));
    EXPECT_THAT(error_of(R"({"name": "x", "statements": [{"id": "a"}]})"),
                StartsWith("p.json: statements[0].rows: needs at least one row"));
    EXPECT_THAT(error_of(R"({"name": "x", "document_types": ["--"]})"),
                StartsWith("p.json: document_types[0]: must have 1 to 12 words"));
    EXPECT_THAT(error_of(R"({"name": "x", "document_types": [")" + std::string(500, 'a') + "\"]}"),
                HasSubstr("in at most 160 bytes"));
}

TEST(ProfileSource, RefusesTooManyOfAnything) {
    const auto statements = many(R"({"id": "a", "rows": [["b"]]})", kStatementsMax + 1);
    EXPECT_THAT(error_of(R"({"name": "x", "statements": [)" + statements + "]}"),
                StartsWith("p.json: statements: 13 entries; at most 12"));
    EXPECT_THAT(error_of(R"({"name": "x", "document_types": [)" + many("\"a\"", kProfileTypesMax + 1) + "]}"),
                HasSubstr("at most 64"));
    const auto rows = many("[\"b\"]", kStatementRowsMax + 1);
    EXPECT_THAT(error_of(R"({"name": "x", "statements": [{"id": "a", "rows": [)" + rows + "]}]}"),
                StartsWith("p.json: statements[0].rows: 33 entries"));
    const auto line = R"({"question": [)" + many("\"a\"", 100) + R"(], "documents": ["b"]})";
    EXPECT_THAT(error_of(R"({"name": "x", "vocabulary": [)" + many(line, 90) + "]}"),
                HasSubstr("more than 8192 phrases"));
    EXPECT_THAT(error_of(R"({"name": "x", "description": ")" + std::string(kProfileBytesMax, 'a') + "\"}"),
                StartsWith("p.json: larger than 524288 bytes"));
}

}  // namespace
}  // namespace genai::profiles
