// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace genai {
namespace {

TEST(Utf8, DecodesAndEncodesEveryLength) {
    for (const char32_t value : {U'A', U'\u00e9', U'\u20ac', U'\U0001F600', U'\U0010FFFF'}) {
        std::string text;
        append_utf8(text, value);
        const CodePoint point = decode_utf8(text, 0);
        EXPECT_EQ(point.value, value);
        EXPECT_EQ(point.bytes, text.size());
    }
}

TEST(Utf8, ReplacesWhatIsMalformedOneByteAtATime) {
    EXPECT_EQ(to_valid_utf8("a\xFFz"), "a\uFFFDz");
    EXPECT_EQ(to_valid_utf8("\xE2\x82"), "\uFFFD\uFFFD") << "cut off";
    EXPECT_EQ(to_valid_utf8("\xC0\x80"), "\uFFFD\uFFFD") << "overlong";
    EXPECT_EQ(to_valid_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD") << "a surrogate";
    EXPECT_FALSE(is_valid_utf8("\xF4\x90\x80\x80")) << "above U+10FFFF";
    EXPECT_TRUE(is_valid_utf8("\uFFFD")) << "a replacement character is valid when it is written out";
}

TEST(Utf8, CountsAndSlicesCodePoints) {
    const std::string text = "a\u00e9\u20ac\U0001F600z";
    EXPECT_EQ(count_code_points(text), 5U);
    EXPECT_EQ(slice_code_points(text, 1, 4), "\u00e9\u20ac\U0001F600");
    EXPECT_EQ(slice_code_points(text, 4, 9), "z");
    EXPECT_EQ(slice_code_points(text, 3, 3), "");
    EXPECT_EQ(byte_offset(text, 2), 3U);
    EXPECT_EQ(byte_offset(text, 99), text.size());
}

TEST(CodePointIndex, TranslatesBothWays) {
    const std::string text = "a\u00e9\u20acz";
    const CodePointIndex index(text);
    EXPECT_EQ(index.size(), 4U);
    for (std::size_t i = 0; i <= index.size(); ++i) {
        EXPECT_EQ(index.to_byte(i), byte_offset(text, i));
        EXPECT_EQ(index.to_code_point(index.to_byte(i)), i);
    }
    EXPECT_EQ(index.to_code_point(2), 1U) << "inside a code point";
    EXPECT_EQ(CodePointIndex("").size(), 0U);
}

}  // namespace
}  // namespace genai
