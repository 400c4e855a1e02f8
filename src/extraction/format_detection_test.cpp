// SPDX-License-Identifier: Apache-2.0
#include "extraction/format_detection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::extraction {
namespace {

using testing::HasSubstr;

TEST(FormatDetection, BelievesTheContentBeforeTheName) {
    EXPECT_EQ(detect_format("%PDF-1.7\n", "notes.txt"), Format::kPdf);
    EXPECT_EQ(detect_format("PK\x03\x04 ...", "report.txt"), Format::kDocx) << "its list of contents decides later";
    EXPECT_EQ(detect_format("PK\x03\x04 ...", "a.xlsx"), Format::kXlsx);
    EXPECT_EQ(detect_format("junk before %PDF-1.4", "scan"), Format::kPdf);
    EXPECT_EQ(detect_format("<!DOCTYPE html><title>x", "page.txt"), Format::kHtml);
    EXPECT_EQ(detect_format("\xEF\xBB\xBF <?xml version='1.0'?>\n<!-- x -->\n<html lang=de>", "page"), Format::kHtml);
}

TEST(FormatDetection, AsksTheNameWhereTheContentLeavesItOpen) {
    EXPECT_EQ(detect_format("# Title\n", "a.md"), Format::kMarkdown);
    EXPECT_EQ(detect_format("a,b\n", "a.csv"), Format::kCsv);
    EXPECT_EQ(detect_format("<p>a part of a page", "a.html"), Format::kHtml);
    EXPECT_EQ(detect_format("a,b\n", "a.log"), Format::kText);
    EXPECT_EQ(detect_format("A PDF begins with %PDF-1.7.", "a.md"), Format::kMarkdown);
}

TEST(FormatDetection, TakesATextWithAStrayZeroAndUtf16) {
    using namespace std::string_view_literals;
    EXPECT_EQ(detect_format("broken \0 but text"sv, "a.txt"), Format::kText);
    EXPECT_EQ(detect_format("\xFF\xFEH\0i\0"sv, "a"), Format::kText);
    EXPECT_EQ(detect_format("H\0e\0l\0l\0o\0"sv, "a.txt"), Format::kText);
}

TEST(FormatDetection, SaysWhatAFileLooksLikeThatIsNotRead) {
    using namespace std::string_view_literals;
    EXPECT_THAT(detect_format("\x89PNG\r\n", "a.pdf").error(),
                HasSubstr("looks like a PNG image; files that are read"));
    EXPECT_THAT(detect_format("no pdf at all", "a.pdf").error(), HasSubstr("not a PDF, though its name says so"));
    EXPECT_THAT(detect_format("\x00\x01\x02\x00\x00\x00"sv, "a.txt").error(), HasSubstr("no text"));
    EXPECT_THAT(detect_format("some\0binary"sv, "a.bin").error(), HasSubstr("no text"));
}

}  // namespace
}  // namespace genai::extraction
