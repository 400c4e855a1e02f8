// SPDX-License-Identifier: Apache-2.0
#include "extraction/frame_png.hpp"

#include <gtest/gtest.h>

#include <random>

#include "extraction/test_image.hpp"

namespace genai::extraction {

namespace {

bool is_sound(const std::string& bytes) { return check_png(bytes, 30, 40).has_value(); }

TEST(FramePng, TakesAFileThatIsAnImageOfTheSize) {
    EXPECT_TRUE(is_sound(png_of(30, 40)));
    EXPECT_TRUE(is_sound(png_of(30, 40, png_chunk("sRGB", std::string(1, '\0')) + png_chunk("IDAT", "more"))));
}

TEST(FramePng, RefusesWhatIsNoPngOrOfAnotherSize) {
    EXPECT_FALSE(is_sound(""));
    EXPECT_FALSE(is_sound("<html>"));
    EXPECT_FALSE(is_sound("GIF89a" + png_of(30, 40)));
    EXPECT_FALSE(is_sound(png_of(40, 30)));
    EXPECT_FALSE(is_sound(png_of(0xFFFFFFFF, 40)));
}

TEST(FramePng, RefusesWhatHidesSomethingBesideTheImage) {
    EXPECT_FALSE(is_sound(png_of(30, 40) + "<script>")) << "behind the end";
    EXPECT_FALSE(is_sound(png_of(30, 40, png_chunk("tEXt", std::string("Comment") + '\0' + "<script>")))) << "a text";
    EXPECT_FALSE(is_sound(png_of(30, 40, png_chunk("acTL", "12345678")))) << "an animation";
    EXPECT_FALSE(is_sound(png_of(30, 40, png_chunk("IEND", "")))) << "pixels behind the end";
    EXPECT_FALSE(is_sound(png_of(30, 40, png_chunk("IEND", "hidden"))));
}

TEST(FramePng, RefusesADepthOrKindThatNobodyAskedFor) {
    const auto png = png_of(30, 40);
    for (const auto& kind : {std::string("\x10\x02\0\0\0", 5), std::string("\x08\x03\0\0\0", 5),
                             std::string("\x08\x06\0\0\0", 5), std::string("\x08\x02\0\0\1", 5)}) {
        const auto header = png_chunk("IHDR", big_endian(30) + big_endian(40) + kind);
        EXPECT_FALSE(is_sound(png.substr(0, 8) + header + png.substr(8 + header.size())));
    }
}

TEST(FramePng, RefusesEveryFileThatIsCutOff) {
    const auto good = png_of(30, 40);
    for (std::size_t length = 0; length < good.size(); ++length) EXPECT_FALSE(is_sound(good.substr(0, length)));
}

TEST(FramePng, SeesEveryChangedByteByItsChecksum) {
    const auto good = png_of(30, 40);
    std::mt19937 random(1);  // a fixed seed: the test is the same every time
    for (std::size_t position = 0; position < good.size(); ++position) {
        auto bytes = good;
        bytes[position] = static_cast<char>(static_cast<unsigned char>(bytes[position]) ^ (1 + random() % 255));
        EXPECT_FALSE(is_sound(bytes)) << position;
    }
}

}  // namespace

}  // namespace genai::extraction
