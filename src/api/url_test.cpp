// SPDX-License-Identifier: Apache-2.0
#include "api/url.hpp"

#include <gtest/gtest.h>

#include "api/limits.hpp"

namespace genai::api {
namespace {

TEST(Url, DecodesParametersAndCountsThem) {
    auto parameters = Parameters::parse("a=1&b=x+y%21&a=2&empty=&flag&&=nameless").value();
    EXPECT_EQ(parameters.count("a"), 2U);
    EXPECT_EQ(parameters.count("b"), 1U);
    EXPECT_EQ(parameters.count("c"), 0U);
    EXPECT_EQ(*parameters.find("a"), "2");
    EXPECT_EQ(*parameters.find("b"), "x y!");
    EXPECT_EQ(*parameters.find("empty"), "");
    EXPECT_EQ(*parameters.find("flag"), "");
    EXPECT_EQ(parameters.find("c"), nullptr);
}

TEST(Url, LeavesWhatIsNoEscapeAsItStands) {
    EXPECT_EQ(percent_decode("%4%zz%41%", Plus::kIsPlus), "%4%zzA%");
    EXPECT_EQ(percent_decode("a+b", Plus::kIsPlus), "a+b");
}

TEST(Url, RepairsParametersThatAreNotUtf8) {
    EXPECT_EQ(*Parameters::parse("q=%ff%c3%a9")->find("q"), "\xef\xbf\xbd\xc3\xa9");
}

TEST(Url, RefusesTooManyParameters) {
    std::string query;
    for (std::size_t i = 1; i < kParametersMax; ++i) query += "x&";
    EXPECT_EQ(*Parameters::parse(query + "last=1&&")->find("last"), "1");
    EXPECT_FALSE(Parameters::parse(query + "last=1&y"));
}

TEST(Url, SplitsTargetsInOriginAndAbsoluteForm) {
    EXPECT_EQ(parse_target("/a/b?c=d?e#f")->path, "/a/b");
    EXPECT_EQ(parse_target("/a/b?c=d?e#f")->query, "c=d?e");
    EXPECT_EQ(parse_target("http://host:1/a?b")->path, "/a");
    EXPECT_EQ(parse_target("http://host")->path, "/");
    EXPECT_EQ(parse_target("http://host?b")->query, "b");
    EXPECT_EQ(parse_target("http://host#b")->path, "/");
    EXPECT_EQ(parse_target("https://host:1/a?b")->authority, "host:1");
    EXPECT_EQ(parse_target("/a")->authority, std::nullopt);
    EXPECT_FALSE(parse_target("*"));
    EXPECT_FALSE(parse_target("host:443"));
    EXPECT_FALSE(parse_target(""));
}

}  // namespace
}  // namespace genai::api
