// SPDX-License-Identifier: Apache-2.0
#include "model/format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai {
namespace {

TEST(Format, HasANameADescriptionAndAContentTypeEach) {
    for (const Format format : kFormats) {
        EXPECT_EQ(parse_format(to_string(format)), format);
        EXPECT_THAT(std::string(describe(format)), testing::StartsWith("a "));
        EXPECT_THAT(std::string(content_type(format)), testing::HasSubstr("/"));
    }
    EXPECT_EQ(parse_format("exe"), std::nullopt);
}

TEST(Format, IsToldByAFilesNameInAnyCase) {
    EXPECT_EQ(format_of_name("Report 2024.DOCX"), Format::kDocx);
    EXPECT_EQ(format_of_name("a.b/notes.md"), Format::kMarkdown);
    EXPECT_EQ(format_of_name("figures.tsv"), Format::kCsv);
    EXPECT_EQ(format_of_name("page.Html"), Format::kHtml);
    EXPECT_EQ(format_of_name("archive.zip"), std::nullopt);
    EXPECT_EQ(format_of_name("Makefile"), std::nullopt);
    EXPECT_EQ(format_of_name("docx"), std::nullopt);
}

TEST(Format, NamesEveryExtensionThatIsTaken) {
    EXPECT_THAT(format_extensions(), testing::AllOf(testing::StartsWith(".pdf "), testing::HasSubstr(" .xlsx ")));
}

}  // namespace
}  // namespace genai
