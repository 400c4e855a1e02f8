// SPDX-License-Identifier: Apache-2.0
#include "chunks/page_codec.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "chunks/byte_stream.hpp"
#include "chunks/chunk_store_contract.hpp"

namespace genai::chunks {
namespace {

TEST(ByteStream, KeepsNumbersOfEverySize) {
    const std::vector<std::int64_t> values{0,
                                           1,
                                           -1,
                                           63,
                                           -64,
                                           64,
                                           127,
                                           128,
                                           -129,
                                           1LL << 40,
                                           -(1LL << 40),
                                           std::numeric_limits<std::int64_t>::max(),
                                           std::numeric_limits<std::int64_t>::min()};
    ByteWriter writer;
    for (std::int64_t value : values) {
        writer.signed_number(value);
        writer.number(static_cast<std::uint64_t>(value));
    }
    const std::string bytes = writer.take();
    ByteReader reader(bytes);
    for (std::int64_t value : values) {
        EXPECT_EQ(reader.signed_number(), value);
        EXPECT_EQ(reader.number(), static_cast<std::uint64_t>(value));
    }
    EXPECT_EQ(reader.number(), std::nullopt);
}

TEST(ByteStream, RefusesANumberThatNeverEnds) {
    ByteReader reader(std::string_view("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12));
    EXPECT_EQ(reader.number(), std::nullopt);
}

TEST(Pack, GivesTheBytesBack) {
    for (const std::string& text : {std::string(), std::string("a"), std::string(100'000, 'x')})
        EXPECT_EQ(unpack(pack(text), 1 << 20).value(), text);
}

TEST(Pack, RefusesMoreThanTheLimit) { EXPECT_FALSE(unpack(pack(std::string(101, 'x')), 100)); }

TEST(Pack, AShortValueCannotClaimMuchMemory) {
    ByteWriter writer;
    writer.number(1 << 28);
    EXPECT_FALSE(unpack(writer.take() + "abc", 1 << 30));
    EXPECT_FALSE(unpack("", 100));
}

TEST(PageCodec, TakesCoordinatesThatCannotBe) {
    Page page{.number = 1, .text = "abc", .boxes = {}, .blocks = {}};
    const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    page.boxes = {{nan, nan, nan, nan}, {-infinity, 0, infinity, 1e30F}, {5, 5, 1, 1}};
    Page read;
    ASSERT_TRUE(decode_layout(encode_layout(page), 3, read));
    EXPECT_EQ(read.boxes[0], Box{});
    EXPECT_EQ(read.boxes[1], (Box{-kCoordinateMax, 0, kCoordinateMax, kCoordinateMax}));
    EXPECT_EQ(read.boxes[2], (Box{5, 5, 1, 1}));
}

// They knew no location.
TEST(PageCodec, ReadsWhatEarlierReleasesWrote) {
    Page page = make_page(1, "abcdef");
    page.location.clear();
    std::string bytes = unpack(encode_layout(page), 1 << 20).value();
    ASSERT_EQ(bytes.substr(0, 2), std::string("\2\0", 2)) << "the format, and the bytes of an empty location";
    bytes.replace(0, 2, "\1");
    Page read, today;
    read.location = "slide 1";
    ASSERT_TRUE(decode_layout(pack(bytes), 6, read));
    ASSERT_TRUE(decode_layout(encode_layout(page), 6, today));
    EXPECT_EQ(read.location, "");
    EXPECT_EQ(read.boxes, today.boxes);
    EXPECT_EQ(read.blocks, today.blocks);
    bytes[0] = 3;
    EXPECT_FALSE(decode_layout(pack(bytes), 6, read)) << "of a later release";
}

TEST(PageCodec, RefusesALayoutForAnotherText) {
    const std::string layout = encode_layout(make_page(1, "abcdef"));
    Page page;
    EXPECT_TRUE(decode_layout(layout, 6, page));
    EXPECT_FALSE(decode_layout(layout, 5, page));
    EXPECT_FALSE(decode_layout(layout, 7, page));
}

// What is written by others is packed again after each change, so that the layout's own checks are reached.
TEST(PageCodec, SurvivesAnyBytes) {
    const std::string layout = unpack(encode_layout(make_page(1, "The quick brown fox.")), 1 << 20).value();
    std::mt19937 random(7);
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = layout;
        const std::size_t changes = 1 + random() % 4;
        for (std::size_t i = 0; i < changes; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
        if (random() % 4 == 0) bytes.resize(random() % bytes.size());
        Page page;
        if (!decode_layout(pack(bytes), 20, page)) continue;
        ++accepted;
        EXPECT_EQ(page.boxes.size() % 20, 0U);
        for (const Block& block : page.blocks) EXPECT_LE(block.end, 20U);
    }
    EXPECT_GT(accepted, 0);
}

}  // namespace
}  // namespace genai::chunks
