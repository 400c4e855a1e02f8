// SPDX-License-Identifier: Apache-2.0
#include "ingestion/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::ingestion {
namespace {

constexpr std::uint64_t kGib = 1ULL << 30;

std::string refusal(const Settings& settings, const Room& room, std::uint64_t bytes = 0) {
    const auto checked = check_room(settings, room, bytes);
    if (checked) return "room";
    EXPECT_EQ(checked.error().kind, ErrorKind::kExhausted);
    return checked.error().message;
}

TEST(Room, KeepsSomeOfTheDiskFree) {
    EXPECT_EQ(refusal({}, {{2 * kGib, 10 * kGib}, {}}), "room");
    EXPECT_THAT(refusal({}, {{kGib - 1, 10 * kGib}, {}}), testing::HasSubstr("1023 MiB free, and 1024 MiB"));
    EXPECT_EQ(refusal({.free_bytes_min = 0}, {{kGib - 1, 10 * kGib}, {}}), "room");
}

TEST(Room, KeepsAShareOfALargeDiskFree) {
    EXPECT_THAT(refusal({}, {{4 * kGib, 100 * kGib}, {}}), testing::HasSubstr("5120 MiB are to stay so"));
    EXPECT_EQ(refusal({.free_share_min = 0.01}, {{4 * kGib, 100 * kGib}, {}}), "room");
}

TEST(Room, CountsWhatIsToCome) {
    EXPECT_EQ(refusal({}, {{2 * kGib, 10 * kGib}, {}}, kGib), "room");
    EXPECT_THAT(refusal({}, {{2 * kGib, 10 * kGib}, {}}, kGib + 1), testing::HasSubstr("for an upload of 1024 MiB"));
}

TEST(Room, LeavesMemoryToTheQuestions) {
    const platform::DiskSpace disk{100 * kGib, 100 * kGib};
    EXPECT_EQ(refusal({}, {disk, platform::MemoryUse{84, 100}}), "room");
    EXPECT_THAT(refusal({}, {disk, platform::MemoryUse{85 * kGib, 100 * kGib}}), testing::HasSubstr("memory is short"));
    EXPECT_EQ(refusal({.memory_share_max = 1}, {disk, platform::MemoryUse{99, 100}}), "room");
}

TEST(Room, IsMeasuredWhereTheDocumentsAre) {
    const auto room = measure_room("/tmp");
    ASSERT_TRUE(room);
    EXPECT_GT(room->disk.total_bytes, room->disk.free_bytes);
    EXPECT_FALSE(measure_room("/nowhere/at/all"));
}

}  // namespace
}  // namespace genai::ingestion
