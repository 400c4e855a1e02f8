// SPDX-License-Identifier: Apache-2.0
#include "api/turns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::api {
namespace {

using Outcome = Turns<int>::Outcome;

TEST(Turns, TakeTheClientsByTurnsAndEachInOrder) {
    Turns<int> turns;
    for (int i : {1, 2, 3}) turns.add("a", i, 10);
    turns.add("b", 11, 10);
    turns.add("c", 21, 10);
    turns.add("c", 22, 10);
    std::vector<int> order;
    while (auto next = turns.next()) order.push_back(*next);
    EXPECT_THAT(order, testing::ElementsAre(1, 11, 21, 2, 22, 3));
    EXPECT_EQ(turns.size(), 0U);
}

TEST(Turns, GiveANewcomerThePlaceOfWhoHasMost) {
    Turns<int> turns;
    for (int i : {1, 2, 3}) turns.add("greedy", i, 4);
    turns.add("b", 11, 4);
    EXPECT_EQ(turns.add("greedy", 4, 4).outcome, Outcome::kRefused);
    auto third = turns.add("c", 21, 4);
    EXPECT_EQ(third.outcome, Outcome::kDisplaced);
    EXPECT_EQ(third.displaced, 3);
    // Two against one: the second of b would only move the loss.
    EXPECT_EQ(turns.add("b", 12, 4).outcome, Outcome::kRefused);
    EXPECT_EQ(turns.add("d", 31, 4).displaced, 2);
    EXPECT_EQ(turns.add("e", 41, 4).outcome, Outcome::kRefused);
    EXPECT_EQ(turns.size(), 4U);
}

TEST(Turns, RefuseEverythingWithoutPlaces) {
    Turns<int> turns;
    EXPECT_EQ(turns.add("a", 1, 0).outcome, Outcome::kRefused);
    EXPECT_EQ(turns.next(), std::nullopt);
}

TEST(Turns, ForgetWhatIsRemoved) {
    Turns<int> turns;
    turns.add("a", 1, 10);
    turns.add("a", 2, 10);
    turns.add("b", 11, 10);
    EXPECT_TRUE(turns.remove("a", 1));
    EXPECT_FALSE(turns.remove("a", 1));
    EXPECT_FALSE(turns.remove("c", 1));
    EXPECT_TRUE(turns.remove("b", 11));
    EXPECT_EQ(turns.size(), 1U);
    EXPECT_EQ(turns.next(), 2);
    EXPECT_EQ(turns.next(), std::nullopt);
}

}  // namespace
}  // namespace genai::api
