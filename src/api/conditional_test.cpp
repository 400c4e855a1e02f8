// SPDX-License-Identifier: Apache-2.0
#include "api/conditional.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace genai::api {
namespace {

Request with(const std::string& name, const std::string& value) {
    Request request;
    request.headers.push_back({name, value});
    return request;
}

TEST(Conditional, KnowsATagThatTheClientHas) {
    for (const char* value : {"\"a\"", "W/\"a\"", "*", "\"b\", \"a\"", "  \"b\" ,W/\"a\" "})
        EXPECT_TRUE(has_current(with("If-None-Match", value), "\"a\"")) << value;
    for (const char* value : {"", "\"b\"", "a", "\"a", "\"A\"", ",,"})
        EXPECT_FALSE(has_current(with("If-None-Match", value), "\"a\"")) << value;
    EXPECT_FALSE(has_current(Request(), "\"a\""));
}

TEST(Conditional, AnswersNotModifiedWithoutABody) {
    const auto response = not_modified("\"a\"");
    const auto head = to_head(response, {});
    EXPECT_EQ(response.status, 304);
    EXPECT_EQ(head.find("Content-Length"), head.npos);
    EXPECT_NE(head.find("ETag: \"a\"\r\n"), head.npos);
    EXPECT_NE(head.find("Cache-Control: private, no-cache\r\n"), head.npos);
}

void expect_part(const std::string& range, std::uint64_t first, std::uint64_t bytes) {
    const auto parsed = parse_range(with("Range", range), 1000, "\"a\"");
    EXPECT_EQ(parsed.kind, ByteRange::Kind::kPart) << range;
    EXPECT_EQ(parsed.first, first) << range;
    EXPECT_EQ(parsed.bytes, bytes) << range;
}

TEST(ByteRange, ReadsTheThreeForms) {
    expect_part("bytes=0-0", 0, 1);
    expect_part("bytes=100-199", 100, 100);
    expect_part("bytes=990-", 990, 10);
    expect_part("bytes=-10", 990, 10);
    expect_part("bytes= 5-7 ", 5, 3);
}

TEST(ByteRange, EndsWhereTheFileEnds) {
    expect_part("bytes=990-5000", 990, 10);
    expect_part("bytes=0-18446744073709551615", 0, 1000);
    expect_part("bytes=-5000", 0, 1000);
}

TEST(ByteRange, IsUnsatisfiableBehindTheEnd) {
    for (const char* range : {"bytes=1000-", "bytes=1000-2000", "bytes=-0"})
        EXPECT_EQ(parse_range(with("Range", range), 1000, "\"a\"").kind, ByteRange::Kind::kUnsatisfiable) << range;
    EXPECT_EQ(parse_range(with("Range", "bytes=0-"), 0, "\"a\"").kind, ByteRange::Kind::kUnsatisfiable);
}

TEST(ByteRange, GivesTheWholeForWhatItDoesNotServe) {
    for (const char* range : {"", "bytes", "bytes=", "bytes=-", "bytes=5-3", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2",
                              "bytes=--5", "bytes=1-2-3", "bytes=99999999999999999999-", "bytes=+1-2"})
        EXPECT_EQ(parse_range(with("Range", range), 1000, "\"a\"").kind, ByteRange::Kind::kWhole) << range;
}

TEST(ByteRange, HoldsOnlyForTheFileThatTheClientKnows) {
    auto request = with("Range", "bytes=0-9");
    request.headers.push_back({"If-Range", "\"a\""});
    EXPECT_EQ(parse_range(request, 1000, "\"a\"").kind, ByteRange::Kind::kPart);
    EXPECT_EQ(parse_range(request, 1000, "\"b\"").kind, ByteRange::Kind::kWhole);
    request.headers.back().value = "W/\"a\"";
    EXPECT_EQ(parse_range(request, 1000, "\"a\"").kind, ByteRange::Kind::kWhole) << "a weak tag is none here";
}

TEST(Disposition, QuotesAPlainName) {
    EXPECT_EQ(to_disposition(Disposition::kInline, "report 2025.pdf"), "inline; filename=\"report 2025.pdf\"");
}

TEST(Disposition, SaysOtherLettersInBothWays) {
    EXPECT_EQ(to_disposition(Disposition::kInline, "Übersicht €.pdf"),
              "inline; filename=\"_bersicht _.pdf\"; filename*=UTF-8''%C3%9Cbersicht%20%E2%82%AC.pdf");
}

TEST(Disposition, LetsNoNameOutOfItsQuotesOrItsLine) {
    const auto text = to_disposition(Disposition::kInline, "a\"; filename=\"b\\\r\nSet-Cookie: x=y\0%00.pdf");
    EXPECT_EQ(std::count(text.begin(), text.end(), '"'), 2);
    for (const char c : {'\r', '\n', '\0', '\\'}) EXPECT_EQ(text.find(c), text.npos);
}

}  // namespace
}  // namespace genai::api
