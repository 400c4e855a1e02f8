// SPDX-License-Identifier: Apache-2.0
#include "inference/wordpiece_tokenizer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "inference/test_model.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::inference {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace json = boost::json;

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

class WordPieceTokenizerTest : public testing::Test {
protected:
    Result<WordPieceTokenizer> load(std::string_view vocabulary) {
        write_file(folder_.path() / "vocab.txt", vocabulary);
        return WordPieceTokenizer::load(folder_.path() / "vocab.txt", "");
    }
    static std::vector<std::int32_t> encode(const WordPieceTokenizer& tokenizer, std::string_view text) {
        std::vector<std::int32_t> ids;
        tokenizer.encode(text, ids);
        return ids;
    }

    platform::TemporaryFolder folder_;
    const std::string small_ =
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nun\n##aff\n##able\naffable\n##a\n,\nzürich\nzurich\n";
};

TEST_F(WordPieceTokenizerTest, EqualsTheReferenceInADozenScripts) {
    const Result<WordPieceTokenizer> tokenizer =
        WordPieceTokenizer::load(minilm_folder(GENAI_BUILD_DIR) / "vocab.txt", "");
    ASSERT_TRUE(tokenizer) << tokenizer.error().message << "; build the target genai first";
    std::ifstream golden(GENAI_SOURCE_DIR "/src/inference/testdata/golden_tokens.jsonl");
    std::size_t cases = 0;
    for (std::string line; std::getline(golden, line); ++cases) {
        const json::value row = json::parse(line);
        const json::value* hex = row.as_object().if_contains("hex");
        const std::string text = hex ? from_hex(hex->as_string()) : json::value_to<std::string>(row.at("text"));
        EXPECT_EQ(encode(*tokenizer, text), json::value_to<std::vector<std::int32_t>>(row.at("ids"))) << line;
        EXPECT_EQ(tokenizer->count(text), row.at("ids").as_array().size()) << line;
    }
    EXPECT_GT(cases, 70U);
}

TEST_F(WordPieceTokenizerTest, CutsAWordIntoItsLongestPieces) {
    const Result<WordPieceTokenizer> tokenizer = load(small_);
    ASSERT_TRUE(tokenizer) << tokenizer.error().message;
    EXPECT_THAT(encode(*tokenizer, "Unaffable, affable"), ElementsAre(5, 6, 7, 10, 8));
    EXPECT_THAT(encode(*tokenizer, "unaffa"), ElementsAre(5, 6, 9));
    EXPECT_THAT(encode(*tokenizer, "ZÜRICH"), ElementsAre(12));
}

TEST_F(WordPieceTokenizerTest, MakesAWordUnknownAsAWhole) {
    const Result<WordPieceTokenizer> tokenizer = load(small_);
    ASSERT_TRUE(tokenizer);
    EXPECT_THAT(encode(*tokenizer, "unaffablex , xun"), ElementsAre(1, 10, 1));
}

TEST_F(WordPieceTokenizerTest, FindsSpecialTokensInTheText) {
    const Result<WordPieceTokenizer> tokenizer = load(small_);
    ASSERT_TRUE(tokenizer);
    EXPECT_THAT(encode(*tokenizer, "un[SEP]affable[MASK][CLS]"), ElementsAre(5, 3, 8, 4, 2));
    EXPECT_THAT(encode(*tokenizer, "[sep]"), ElementsAre(1, 1, 1));
}

TEST_F(WordPieceTokenizerTest, GivesNothingForATextOfNothing) {
    const Result<WordPieceTokenizer> tokenizer = load(small_);
    ASSERT_TRUE(tokenizer);
    EXPECT_THAT(encode(*tokenizer, ""), IsEmpty());
    EXPECT_THAT(encode(*tokenizer, " \n\t\x01"), IsEmpty());
    EXPECT_EQ(tokenizer->count(std::string_view("\0\0", 2)), 0U);
}

TEST_F(WordPieceTokenizerTest, StaysLinearOnTextsWithoutSpaces) {
    const Result<WordPieceTokenizer> tokenizer = load(small_);
    ASSERT_TRUE(tokenizer);
    EXPECT_THAT(encode(*tokenizer, std::string(1'000'000, 'a')), ElementsAre(1));
    std::string marks = "a";
    for (int i = 0; i < 20'000; ++i) marks += "\xcc\xa7\xcc\x81";  // cedilla, acute: out of order when alone
    EXPECT_EQ(tokenizer->count(marks), 1U);
}

TEST_F(WordPieceTokenizerTest, RefusesAVocabularyOfAnotherKind) {
    EXPECT_THAT(load("a\nb\n").error().message, HasSubstr("no [PAD]"));
    EXPECT_FALSE(load(""));
    EXPECT_EQ(WordPieceTokenizer::load(folder_.path() / "none", "").error().kind, ErrorKind::kNotFound);
}

TEST_F(WordPieceTokenizerTest, RefusesAnotherVocabularyThanTheExpectedOne) {
    write_file(folder_.path() / "vocab.txt", small_);
    const Result<WordPieceTokenizer> tokenizer =
        WordPieceTokenizer::load(folder_.path() / "vocab.txt", std::string(64, '0'));
    ASSERT_FALSE(tokenizer);
    EXPECT_THAT(tokenizer.error().message, HasSubstr("not the model's own"));
}

}  // namespace
}  // namespace genai::inference
