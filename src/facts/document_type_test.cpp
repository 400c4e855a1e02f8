// SPDX-License-Identifier: Apache-2.0
#include "facts/document_type.hpp"

#include <gtest/gtest.h>

namespace genai::facts {
namespace {

TEST(DocumentType, HasANameThatReadsBack) {
    for (int i = 0; i <= static_cast<int>(DocumentType::kLetter); ++i) {
        const auto type = static_cast<DocumentType>(i);
        EXPECT_EQ(parse_document_type(to_string(type)), type) << to_string(type);
    }
    EXPECT_EQ(parse_document_type("Gesch\xC3\xA4"
                                  "ftsbericht"),
              DocumentType::kAnnualReport);
    EXPECT_EQ(parse_document_type("annual report of others"), std::nullopt);
    EXPECT_EQ(parse_document_type(""), std::nullopt);
}

TEST(DocumentType, ReadsPhrasesAcrossHyphens) {
    const auto read = [](std::string_view text) {
        const auto mention = read_type(Words(text), 0, TypeContext::kQuestion);
        return mention ? std::string(to_string(mention->type)) : "none";
    };
    EXPECT_EQ(read("10K"), "10-K");
    EXPECT_EQ(read("10-Qs"), "10-Q");
    EXPECT_EQ(read("half-year report"), "half-year report");
    EXPECT_EQ(read("Mietvertrag"), "contract");
    EXPECT_EQ(read("10-kilometre"), "none");
    EXPECT_EQ(read("10-K4"), "none");
}

TEST(DocumentType, TakesATenKForAnAnnualReportButNotTheOtherWayRound) {
    EXPECT_TRUE(is_kind_of(DocumentType::k10K, DocumentType::kAnnualReport));
    EXPECT_FALSE(is_kind_of(DocumentType::kAnnualReport, DocumentType::k10K));
    EXPECT_TRUE(is_kind_of(DocumentType::k10Q, DocumentType::kQuarterlyReport));
}

}  // namespace
}  // namespace genai::facts
