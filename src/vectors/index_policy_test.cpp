// SPDX-License-Identifier: Apache-2.0
#include "vectors/index_policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::vectors {
namespace {

IndexPolicy policy_of(IndexType type) {
    IndexPolicy policy;
    policy.type = type;
    return policy;
}

TEST(IndexPolicy, AutoComparesEveryRowUpToALimitAndSaysSo) {
    const IndexPolicy policy = policy_of(IndexType::kAuto);
    const IndexChoice few = choose_index(policy, {.live = policy.flat_rows_max});
    EXPECT_FALSE(few.kind);
    EXPECT_THAT(few.why, testing::HasSubstr("20000"));
    const IndexChoice many = choose_index(policy, {.live = policy.flat_rows_max + 1});
    EXPECT_EQ(many.kind, CodeKind::kIvf);
    EXPECT_THAT(many.why, testing::HasSubstr("20001"));
}

TEST(IndexPolicy, AutoKeepsAnIndexUntilHalfOfTheRowsAreGone) {
    const IndexPolicy policy = policy_of(IndexType::kAuto);
    EXPECT_TRUE(choose_index(policy, {.live = 12'000, .kind = CodeKind::kIvf}).kind);
    EXPECT_FALSE(choose_index(policy, {.live = 10'000, .kind = CodeKind::kIvf}).kind);
}

TEST(IndexPolicy, AutoTriesARefusedIndexAgainAtTwiceTheRows) {
    const IndexPolicy policy = policy_of(IndexType::kAuto);
    EXPECT_FALSE(choose_index(policy, {.live = 50'000, .refused_at = 30'000}).kind);
    EXPECT_TRUE(choose_index(policy, {.live = 60'000, .refused_at = 30'000}).kind);
}

TEST(IndexPolicy, DoesWhatItIsToldWhereThereAreRowsToIndex) {
    EXPECT_FALSE(choose_index(policy_of(IndexType::kFlat), {.live = 1'000'000}).kind);
    EXPECT_EQ(choose_index(policy_of(IndexType::kIvf), {.live = 1'000}).kind, CodeKind::kIvf);
    EXPECT_EQ(choose_index(policy_of(IndexType::kHnsw), {.live = 1'000}).kind, CodeKind::kHnsw);
    EXPECT_FALSE(choose_index(policy_of(IndexType::kHnsw), {.live = 999}).kind);
}

TEST(IndexPolicy, BuildsAnewWhenTheTailOrTheDeadHaveGrown) {
    const IndexPolicy policy = policy_of(IndexType::kIvf);
    const auto due = [&](std::size_t live, std::size_t indexed, std::size_t held) {
        return is_build_due(policy, {live, indexed, held, CodeKind::kIvf}, CodeKind::kIvf);
    };
    EXPECT_FALSE(due(100'000, 100'000, 100'000));
    EXPECT_FALSE(due(112'000, 100'000, 100'000));
    EXPECT_TRUE(due(113'000, 100'000, 100'000));
    EXPECT_TRUE(due(87'000, 87'000, 100'000));
    EXPECT_TRUE(due(92'000, 90'000, 104'000)) << "2,000 and 14,000";
    EXPECT_FALSE(due(4'000, 2'500, 2'500)) << "2,000 rows are compared in no time";
    EXPECT_TRUE(is_build_due(policy, {5'000, 5'000, 5'000, CodeKind::kIvf}, CodeKind::kHnsw));
    EXPECT_TRUE(is_build_due(policy, {5'000}, CodeKind::kIvf));
}

}  // namespace
}  // namespace genai::vectors
