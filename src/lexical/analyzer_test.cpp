// SPDX-License-Identifier: Apache-2.0
#include "lexical/analyzer.hpp"

#include <gtest/gtest.h>

#include <random>

namespace genai::lexical {
namespace {

std::string join(const std::vector<std::string_view>& terms) {
    std::string line;
    for (std::string_view term : terms) line += (line.empty() ? "" : " ") + std::string(term);
    return line;
}

std::string terms(std::string_view text) { return join(Analyzer().terms(text)); }

struct Example {
    std::string_view text;
    std::string_view expected;
};

std::ostream& operator<<(std::ostream& out, const Example& example) { return out << example.text; }

class AnalyzerExamples : public testing::TestWithParam<Example> {};

TEST_P(AnalyzerExamples, GiveTheTerms) { EXPECT_EQ(terms(GetParam().text), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Words, AnalyzerExamples,
                         testing::Values(Example{"", ""}, Example{"  \n\t", ""}, Example{"...,,,---&&&'''", ""},
                                         Example{"Net Revenues", "net revenu"},
                                         Example{"increased increasing increases", "increas increas increas"},
                                         Example{"end.Start", "end start"}, Example{"and/or", "and or"},
                                         Example{"(see Note 12)", "see note 12"},
                                         Example{"user@example.com", "user exampl com"}, Example{"a,b", "a b"}));

INSTANTIATE_TEST_SUITE_P(Numbers, AnalyzerExamples,
                         testing::Values(Example{"1,577", "1577"}, Example{"$17,739", "17739"}, Example{"12%", "12"},
                                         Example{"3.5", "3.5"}, Example{"(1,577)", "1577"}, Example{"-5", "5"},
                                         Example{"1,234,567.89", "1234567.89"}, Example{"$0.95,", "0.95"},
                                         Example{"1,2,3", "1 2 3"}, Example{"12,34", "12 34"},
                                         Example{"1,5770", "1 5770"}, Example{"2023-2024", "2023 2024"},
                                         Example{"1.2.3", "1.2.3"}, Example{"No.5", "no 5"}, Example{"Q1", "q1 1"},
                                         Example{"3.5x", "3.5x 3.5"}, Example{"FY2025", "fy2025 fy 2025"},
                                         Example{"1Q25", "1q25 1 25"}, Example{"\xEF\xBC\x91\xEF\xBC\x92", "12"},
                                         Example{"March 31, 2025", "march 31 2025"}));

INSTANTIATE_TEST_SUITE_P(Compounds, AnalyzerExamples,
                         testing::Values(Example{"10-Q", "10q 10 q"}, Example{"10-K/A", "10k 10 k a"},
                                         Example{"non-interest", "noninterest non interest"},
                                         Example{"noninterest", "noninterest"},
                                         Example{"infor-\nmation", "inform infor mation"},
                                         Example{"year-over-year", "yearoveryear year over year"},
                                         Example{"pre - tax", "pre tax"}, Example{"trailing- dash", "trail dash"},
                                         Example{"snake_case", "snakecas snake case"},
                                         Example{"non\xE2\x80\x90"
                                                 "GAAP",
                                                 "nongaap non gaap"},
                                         Example{"2023\xE2\x80\x93"
                                                 "2024",
                                                 "2023 2024"}));

INSTANTIATE_TEST_SUITE_P(Abbreviations, AnalyzerExamples,
                         testing::Values(Example{"R&D", "r&d"}, Example{"PP&E,", "pp&e"}, Example{"S&P 500", "s&p 500"},
                                         Example{"Johnson&Johnson", "johnson&johnson johnson johnson"},
                                         Example{"U.S.", "us"}, Example{"U.S.-based", "us base"},
                                         Example{"e.g.,", "eg"}, Example{"J.P. Morgan", "jp morgan"},
                                         Example{"Inc.", "inc"}));

INSTANTIATE_TEST_SUITE_P(Apostrophes, AnalyzerExamples,
                         testing::Values(Example{"Stanley's", "stanley"}, Example{"company\xE2\x80\x99s", "compani"},
                                         Example{"companies'", "compani"}, Example{"O'Brien", "obrien"},
                                         Example{"don't", "dont"}, Example{"'quoted'", "quot"},
                                         Example{"5'10", "5 10"}));

INSTANTIATE_TEST_SUITE_P(OtherScripts, AnalyzerExamples,
                         testing::Values(Example{"R\xC3\xA9sum\xC3\xA9", "resum"},    // Résumé
                                         Example{"re\xCC\x81sume\xCC\x81", "resum"},  // combining accents
                                         Example{"Stra\xC3\x9F"
                                                 "e",
                                                 "strass"},  // Straße
                                         Example{"e\xEF\xAC\x83"
                                                 "cient",
                                                 "effici"},                                   // the ligature ffi
                                         Example{"hy\xC2\xADphen", "hyphen"},                 // soft hyphen
                                         Example{"sales\xC2\xB2", "sale"},                    // a raised 2
                                         Example{"Acme\xE2\x84\xA2", "acm"},                  // trade mark
                                         Example{"\xD0\x94\xD0\xBE\xD1\x85\xD0\xBE\xD0\xB4",  // Доход
                                                 "\xD0\xB4\xD0\xBE\xD1\x85\xD0\xBE\xD0\xB4"},
                                         Example{"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",  // 日本語
                                                 "\xE6\x97\xA5\xE6\x9C\xAC \xE6\x9C\xAC\xE8\xAA\x9E"},
                                         Example{"\xE7\x8C\xAB", "\xE7\x8C\xAB"},  // 猫
                                         Example{"IBM\xE6\x97\xA5\xE6\x9C\xAC", "ibm \xE6\x97\xA5\xE6\x9C\xAC"},
                                         Example{"\xE3\x81\x8C\xE3\x81\x8E", "\xE3\x81\x8C\xE3\x81\x8E"},  // がぎ
                                         Example{"\xED\x95\x9C\xEA\xB5\xAD", "\xED\x95\x9C\xEA\xB5\xAD"},  // 한국
                                         Example{"abc\xFF"
                                                 "def",
                                                 "abc def"}));

TEST(Analyzer, LeavesTheWordsOfEveryQuestionOut) {
    Analyzer analyzer;
    EXPECT_EQ(join(analyzer.question_terms("What was the net revenue of the firm?")), "net revenu firm");
    EXPECT_EQ(join(analyzer.terms("What was the net revenue?")), "what was the net revenu");
}

TEST(Analyzer, KeepsAQuestionThatHasNoOtherWords) {
    EXPECT_EQ(join(Analyzer().question_terms("Who is it?")), "who is it");
}

TEST(Analyzer, CutsEndlessWords) {
    EXPECT_EQ(terms(std::string(1000, 'x')).size(), 64U);
    EXPECT_EQ(terms(std::string(1000, '7')).size(), 64U);
}

TEST(Analyzer, TakesAnyBytes) {
    std::mt19937 random(11);
    Analyzer analyzer;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        const std::size_t length = random() % 40;
        for (std::size_t i = 0; i < length; ++i)
            text += random() % 3 == 0 ? static_cast<char>(random()) : "a1-.,'&_\n $\xE6\x97\xA5"[random() % 14];
        for (std::string_view term : analyzer.terms(text)) {
            EXPECT_FALSE(term.empty());
            EXPECT_LE(term.size(), 64U);
        }
    }
}

TEST(Analyzer, SaysWhatItsBuffersHaveGrownTo) {
    Analyzer analyzer;
    analyzer.terms("a short text");
    EXPECT_LT(analyzer.buffer_bytes(), 4096U);
    std::string text;
    for (int i = 0; i < 10'000; ++i) text += "word" + std::to_string(i) + " ";
    analyzer.terms(text);
    EXPECT_GT(analyzer.buffer_bytes(), 2 * text.size());
    analyzer.terms("a short text");
    EXPECT_GT(analyzer.buffer_bytes(), 2 * text.size()) << "kept";
}

}  // namespace
}  // namespace genai::lexical
