// SPDX-License-Identifier: Apache-2.0
#include "extraction/frame.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>

#include "extraction/fake_extractor.hpp"
#include "extraction/frame_page.hpp"

namespace genai::extraction {

namespace {

Page sample() {
    Page page;
    page.number = 7;
    page.width = 612;
    page.height = 792;
    page.text = "Größe\t12";
    page.boxes = {{72, 10, 77, 20}, {77, 10, 82, 20}, {82, 10, 87.25F, 20},  {87.25F, 10, 90, 20},
                  {90, 10, 95, 20}, {95, 10, 95, 20}, {300, 10.5F, 305, 20}, {305, 10.5F, 310, 20}};
    page.blocks = {{BlockKind::kTable, 0, 8, 1}};
    return page;
}

}  // namespace

TEST(FrameParser, FindsFramesHoweverTheBytesArrive) {
    const auto bytes = encode_frame(FrameType::kPage, "one") + encode_frame(FrameType::kRefused, "");
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        FrameParser parser;
        std::vector<Frame> frames;
        for (std::size_t i = 0; i < bytes.size(); i += step) {
            parser.add(std::string_view(bytes).substr(i, step));
            Frame frame;
            while (parser.next(frame).value()) frames.push_back(frame);
        }
        ASSERT_EQ(frames.size(), 2U) << step;
        EXPECT_EQ(frames[0].payload, "one");
        EXPECT_EQ(frames[1].type, FrameType::kRefused);
        EXPECT_TRUE(parser.is_empty());
    }
}

TEST(FrameParser, RefusesWhatIsNoFrame) {
    Frame frame;
    FrameParser unknown;
    unknown.add(std::string("X\0\0\0\0", 5));
    EXPECT_FALSE(unknown.next(frame));
    FrameParser huge;
    huge.add("P\xFF\xFF\xFF\xFF");
    EXPECT_FALSE(huge.next(frame));
}

TEST(Payload, GivesNumbersBack) {
    PayloadWriter writer;
    writer.u16(65535);
    writer.u32(4'000'000'000U);
    writer.f32(-1.5F);
    writer.varint(std::numeric_limits<std::uint64_t>::max());
    for (const std::int64_t value : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min()})
        writer.zigzag(value);
    writer.text("text");
    const auto bytes = writer.take();
    PayloadReader reader(bytes);
    EXPECT_EQ(reader.u16(), 65535);
    EXPECT_EQ(reader.u32(), 4'000'000'000U);
    EXPECT_EQ(reader.f32(), -1.5F);
    EXPECT_EQ(reader.varint(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(reader.zigzag(), 0);
    EXPECT_EQ(reader.zigzag(), -1);
    EXPECT_EQ(reader.zigzag(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(reader.text(4), "text");
    EXPECT_TRUE(reader.is_complete());
    reader.u8();
    EXPECT_FALSE(reader.is_good());
}

TEST(FramePage, ComesBackAsItWas) {
    const auto page = sample();
    const auto decoded = decode_page(encode_page(page));
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(*decoded, page);
}

TEST(FramePage, RoundsBoxesToAHundredthOfAPoint) {
    auto page = FakeExtractor::page(1, "a");
    page.boxes[0] = {1.2345F, 2, 3.4567F, 4};
    const auto decoded = decode_page(encode_page(page));
    ASSERT_TRUE(decoded);
    EXPECT_NEAR(decoded->boxes[0].x0, 1.23, 1e-4);
    EXPECT_NEAR(decoded->boxes[0].x1, 3.46, 1e-4);
}

TEST(FramePage, TakesBoxesThatAreNoNumbers) {
    auto page = FakeExtractor::page(1, "ab");
    page.boxes[0] = {std::numeric_limits<float>::quiet_NaN(), 0, std::numeric_limits<float>::infinity(), 1};
    EXPECT_TRUE(decode_page(encode_page(page)));
}

TEST(FramePage, RefusesPagesThatBreakAPromise) {
    auto page = sample();
    page.text = "\xFF\xFF";
    EXPECT_FALSE(decode_page(encode_page(page)));

    page = sample();
    page.boxes.pop_back();
    EXPECT_FALSE(decode_page(encode_page(page)));

    page = sample();
    page.blocks = {{BlockKind::kParagraph, 4, 8, 0}, {BlockKind::kParagraph, 0, 4, 0}};
    EXPECT_FALSE(decode_page(encode_page(page))) << "blocks out of order";
    page.blocks = {{BlockKind::kParagraph, 0, 9, 0}};
    EXPECT_FALSE(decode_page(encode_page(page))) << "a block beyond the text";
    page.blocks = {{BlockKind::kParagraph, 0, 8, 1}};
    EXPECT_FALSE(decode_page(encode_page(page))) << "a paragraph with header rows";
    page.blocks = {{static_cast<BlockKind>(9), 0, 8, 0}};
    EXPECT_FALSE(decode_page(encode_page(page))) << "an unknown kind";

    page = sample();
    page.width = -1;
    EXPECT_FALSE(decode_page(encode_page(page)));
    EXPECT_FALSE(decode_page(encode_page(sample()) + "x")) << "bytes left over";
}

TEST(FramePage, NeverBreaksOnDamagedBytes) {
    const auto good = encode_page(sample());
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(decode_page(std::string_view(good).substr(0, length))) << length;
    std::mt19937 random(1);  // a fixed seed: the test is the same every time
    for (int i = 0; i < 20'000; ++i) {
        auto bytes = good;
        for (int hits = 0; hits < 3; ++hits) bytes[random() % bytes.size()] = static_cast<char>(random());
        const auto page = decode_page(bytes);
        EXPECT_TRUE(!page || page->blocks.empty() || page->blocks.back().end <= page->boxes.size());
    }
}

}  // namespace genai::extraction
