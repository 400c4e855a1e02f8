// SPDX-License-Identifier: Apache-2.0
#include "evaluation/corpus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::evaluation {
namespace {

using testing::HasSubstr;

constexpr const char* kTexts = R"({"_id": "4983", "title": "T", "text": "body"}
{"id": 7, "text": "other"})";

TEST(Corpus, ReadsBothSpellingsWithAndWithoutHeading) {
    const std::string queries = "{\"_id\": \"0\", \"text\": \"a?\"}\n{\"id\": \"1\", \"query\": \"b?\"}\n";
    for (const char* judgements :
         {"query-id\tcorpus-id\tscore\n0\t4983\t1\n1\t7\t2\n", "0\t4983\t1\n1\t7\t2", "0 0 4983 1\n1 0 7 2\n"}) {
        auto got = parse_corpus(kTexts, queries, judgements);
        ASSERT_TRUE(got) << got.error().message;
        ASSERT_EQ(got->texts.size(), 2u);
        EXPECT_EQ(got->texts[0].title, "T");
        EXPECT_EQ(got->texts[1].id, "7");
        ASSERT_EQ(got->queries.size(), 2u);
        EXPECT_EQ(got->queries[0].relevant, (std::map<std::string, double>{{"4983", 1}}));
        EXPECT_EQ(got->queries[1].text, "b?");
        EXPECT_EQ(got->queries[1].relevant, (std::map<std::string, double>{{"7", 2}}));
    }
}

TEST(Corpus, LeavesOutQueriesWithoutARelevantText) {
    auto got = parse_corpus(
        kTexts, "{\"_id\":\"0\",\"text\":\"a\"}\n{\"_id\":\"1\",\"text\":\"b\"}\n{\"_id\":\"2\",\"text\":\"c\"}",
        "0\t7\t1\n1\t7\t0\n2\tunknown\t1\n");
    ASSERT_TRUE(got);
    ASSERT_EQ(got->queries.size(), 1u);
    EXPECT_EQ(got->queries[0].id, "0");
}

TEST(Corpus, NamesTheFileAndTheLine) {
    const std::string query = "{\"_id\":\"0\",\"text\":\"a\"}";
    EXPECT_THAT(parse_corpus("{\"text\": \"x\"}", query, "").error().message, HasSubstr("corpus: line 1"));
    EXPECT_THAT(parse_corpus(std::string(kTexts) + "\n" + kTexts, query, "").error().message, HasSubstr("twice"));
    EXPECT_THAT(parse_corpus(kTexts, "{\"_id\":\"0\"}", "").error().message, HasSubstr("queries: line 1"));
    EXPECT_THAT(parse_corpus(kTexts, query, "0\t7\t1\n0\t7\n").error().message, HasSubstr("qrels line 2"));
    EXPECT_THAT(parse_corpus(kTexts, query, "").error().message, HasSubstr("no query"));
}

}  // namespace
}  // namespace genai::evaluation
