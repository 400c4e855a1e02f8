// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/text/text_decoder.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace genai::extraction::child {
namespace {

using namespace std::string_view_literals;

TEST(TextDecoder, LeavesUtf8AsItIsWithoutItsMark) {
    const auto decoder = TextDecoder::open();
    EXPECT_EQ(decoder.to_utf8("Stra\xC3\x9F"
                              "e"),
              "Stra\xC3\x9F"
              "e");
    EXPECT_EQ(decoder.to_utf8("\xEF\xBB\xBFplain"), "plain");
    EXPECT_EQ(decoder.to_utf8(""), "");
}

TEST(TextDecoder, ReadsUtf16AndUtf32WithAndWithoutAMark) {
    const auto decoder = TextDecoder::open();
    EXPECT_EQ(decoder.to_utf8("\xFF\xFEH\0i\0\xAC\x20"sv), "Hi\xE2\x82\xAC");
    EXPECT_EQ(decoder.to_utf8("\xFE\xFF\0H\0i"sv), "Hi");
    EXPECT_EQ(decoder.to_utf8("\xFF\xFE\0\0H\0\0\0"sv), "H");
    EXPECT_EQ(decoder.to_utf8("H\0e\0l\0l\0o\0"sv), "Hello");
}

TEST(TextDecoder, BelievesADeclarationAndElseLooksAtTheLetters) {
    const auto decoder = TextDecoder::open();
    EXPECT_EQ(decoder.to_utf8("\xE4\xF6\xFC", "ISO-8859-1"), "äöü");
    EXPECT_EQ(decoder.to_utf8("\xC4\xE5\xED\xFC", "windows-1251"), "День");
    EXPECT_EQ(decoder.to_utf8("\x93\xFA\x96\x7B", "Shift_JIS"), "日本");
    const std::string german =
        "Die Gr\xF6\xDF"
        "e der \xC4nderungen f\xFCr das n\xE4"
        "chste Jahr ist m\xF6glich.";
    EXPECT_EQ(decoder.to_utf8(german), "Die Größe der Änderungen für das nächste Jahr ist möglich.");
    // "The Chinese economy continued to grow this year" in GB 18030.
    const std::string chinese =
        "\xD6\xD0\xB9\xFA\xBE\xAD\xBC\xC3\xBD\xF1\xC4\xEA\xBC\xCC\xD0\xF8\xD4\xF6\xB3\xA4\xA3\xAC\xCA\xC7\xC8\xAB\xC7"
        "\xF2"
        "\xD7\xEE\xBF\xEC\xB5\xC4\xA1\xA3\xD5\xE2\xCA\xC7\xD2\xBB\xB8\xF6\xBA\xC3\xCF\xFB\xCF\xA2\xA1\xA3";
    EXPECT_EQ(decoder.to_utf8(chinese), "中国经济今年继续增长，是全球最快的。这是一个好消息。");
}

TEST(TextDecoder, GivesValidUtf8WhateverTheBytes) {
    const auto decoder = TextDecoder::open();
    std::string bytes;
    for (int i = 0; i < 5000; ++i) bytes += static_cast<char>(i * 7919 >> 3);
    for (const char* declared : {"", "gb18030", "utf-16le", "shift_jis", "no such", "utf-8"})
        EXPECT_TRUE(is_valid_utf8(decoder.to_utf8(bytes, declared))) << declared;
    EXPECT_TRUE(is_valid_utf8(TextDecoder().to_utf8(bytes)));
}

}  // namespace
}  // namespace genai::extraction::child
