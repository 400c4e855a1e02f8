// SPDX-License-Identifier: Apache-2.0
#include "extraction/frame_drawing.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "extraction/frame.hpp"
#include "extraction/test_image.hpp"

namespace genai::extraction {

namespace {

TEST(FrameDrawing, AnOrderComesOutAsItWentIn) {
    const Drawing drawing{900, 110, {{1.25F, -2, 300.5F, 40}, {0, 0, 1, 1}}};
    const auto decoded = decode_drawing(encode_drawing(drawing));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->width, 900U);
    EXPECT_EQ(decoded->dpi, 110U);
    EXPECT_EQ(decoded->highlights, drawing.highlights);
    EXPECT_TRUE(decode_drawing(encode_drawing({}))->highlights.empty());
}

TEST(FrameDrawing, LeavesOutBoxesBeyondTheLimitAndWhatIsNoNumber) {
    Drawing drawing;
    drawing.highlights.assign(Drawing::kHighlightsMax + 5, {0, 0, 1, 1});
    drawing.highlights[0] = {std::numeric_limits<float>::quiet_NaN(), 0, std::numeric_limits<float>::infinity(), 1e30F};
    const auto decoded = decode_drawing(encode_drawing(drawing));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->highlights.size(), Drawing::kHighlightsMax);
    EXPECT_EQ(decoded->highlights[0].x0, 0);
    EXPECT_LT(encode_drawing(drawing).size(), 128U << 10) << "an argument may not be longer";
}

TEST(FrameDrawing, RefusesAnOrderThatIsNone) {
    for (const char* text : {"", "900", "900,", "0,7", "0,301", "15,110", "4097,110", "-1,110", "900,110,1,2,3",
                             "900,110,1,2,3,", "900,110,1,2,3,x", "900;110", "900,110,1,2,3,4,"})
        EXPECT_FALSE(decode_drawing(text)) << text;
}

TEST(FrameDrawing, AnImageComesOutAsItWentIn) {
    const auto image = decode_image(encode_image({7, 30, 40, png_of(30, 40)}));
    ASSERT_TRUE(image) << image.error().message;
    EXPECT_EQ(image->page, 7U);
    EXPECT_EQ(image->png, png_of(30, 40));
}

TEST(FrameDrawing, RefusesAnImageThatIsNotWhatItSays) {
    EXPECT_FALSE(decode_image(encode_image({7, 31, 40, png_of(30, 40)}))) << "another size";
    EXPECT_FALSE(decode_image(encode_image({7, 0, 40, png_of(0, 40)}))) << "no size";
    EXPECT_FALSE(decode_image(encode_image({7, 9000, 1, png_of(9000, 1)}))) << "a side too long";
    EXPECT_FALSE(decode_image(encode_image({7, 8000, 8000, png_of(8000, 8000)}))) << "too many pixels";
    EXPECT_FALSE(decode_image(encode_image({7, 30, 40, "no image"})));
    EXPECT_FALSE(decode_image(encode_image({7, 30, 40, png_of(30, 40)}) + "x")) << "bytes left over";
    EXPECT_FALSE(decode_image(""));
}

}  // namespace

}  // namespace genai::extraction
