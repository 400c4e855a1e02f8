// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/picture.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace genai::extraction::child {

namespace {

std::uint8_t blue(const Picture& picture, std::uint32_t x, std::uint32_t y) {
    return picture.pixels.at(y * picture.row_bytes() + x * Picture::kPixelBytes);
}

TEST(Picture, HasTheSizeThatWasAskedFor) {
    const auto by_dpi = make_picture(595, 842, {.dpi = 144});
    EXPECT_EQ(by_dpi.width, 1190U);
    EXPECT_EQ(by_dpi.height, 1684U);
    const auto by_width = make_picture(595, 842, {.width = 300});
    EXPECT_EQ(by_width.width, 300U);
    EXPECT_EQ(by_width.height, 425U);
    EXPECT_EQ(by_width.pixels.size(), 300U * 425 * 3);
}

TEST(Picture, StaysWithinItsLimitsWhateverThePage) {
    const float sizes[] = {1e-6F, 0.5F, 1, 595, 14400, 1e9F, 1e30F};
    for (const float width : sizes) {
        for (const float height : sizes) {
            for (const Drawing& drawing : {Drawing{.dpi = 300}, Drawing{.width = 4096}, Drawing{.dpi = 8}}) {
                const auto picture = make_picture(width, height, drawing);
                EXPECT_GE(picture.width, 1U);
                EXPECT_GE(picture.height, 1U);
                EXPECT_LE(picture.width, kImageSideMax);
                EXPECT_LE(picture.height, kImageSideMax);
                EXPECT_LE(std::uint64_t{picture.width} * picture.height, kImagePixelsMax);
            }
        }
    }
}

TEST(Picture, HasNoPixelsWhenThePageHasNoSize) {
    for (const float side : {0.0F, -1.0F, std::numeric_limits<float>::infinity(), std::nanf("")}) {
        EXPECT_TRUE(make_picture(side, 100, {}).pixels.empty());
        EXPECT_TRUE(make_picture(100, side, {}).pixels.empty());
    }
}

TEST(Picture, MarksWhatABoxCoversAndNothingElse) {
    auto picture = make_picture(100, 100, {.dpi = 72});
    highlight(picture, {{10, 20, 30, 40}});
    for (std::uint32_t y = 0; y < 100; ++y)
        for (std::uint32_t x = 0; x < 100; ++x)
            EXPECT_EQ(blue(picture, x, y) < 255, x >= 10 && x < 30 && y >= 20 && y < 40) << x << " " << y;
}

TEST(Picture, LeavesInkReadableUnderTheMarker) {
    auto picture = make_picture(10, 10, {.width = 16});
    std::fill_n(picture.pixels.begin(), Picture::kPixelBytes, std::uint8_t{0});
    highlight(picture, {{0, 0, 10, 10}});
    EXPECT_EQ(picture.pixels[2], 0) << "black stays black";
    EXPECT_EQ(picture.pixels[5], 255) << "white keeps its red: it turns yellow";
    EXPECT_LT(picture.pixels[3], 160);
}

TEST(Picture, DoesNotMarkTwiceWhereBoxesOverlap) {
    auto once = make_picture(100, 100, {.dpi = 72});
    highlight(once, {{10, 10, 60, 60}});
    auto twice = make_picture(100, 100, {.dpi = 72});
    highlight(twice, {{20, 10, 60, 60}, {10, 10, 40, 60}, {30, 30, 35, 35}, {10, 10, 60, 60}});
    EXPECT_EQ(once.pixels, twice.pixels);
}

TEST(Picture, TakesBoxesThatLieOutsideOrAreNone) {
    auto picture = make_picture(100, 100, {.dpi = 72});
    const auto white = picture.pixels;
    constexpr float kHuge = 1e30F;
    const float nan = std::nanf("");
    highlight(picture, {{-50, 0, -10, 9},
                        {200, 0, 300, 9},
                        {5, 5, 5, 9},
                        {9, 9, 5, 5},
                        {nan, 0, 9, 9},
                        {0, 0, 9, nan},
                        {kHuge, 0, kHuge, 9}});
    EXPECT_EQ(picture.pixels, white);
    highlight(picture, {{-kHuge, -kHuge, kHuge, kHuge}});
    EXPECT_EQ(blue(picture, 0, 0), blue(picture, 99, 99));
    EXPECT_LT(blue(picture, 0, 0), 255);
}

}  // namespace

}  // namespace genai::extraction::child
