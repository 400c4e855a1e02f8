// SPDX-License-Identifier: Apache-2.0
#include "base/ulid.hpp"

#include <gtest/gtest.h>

namespace genai {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

TEST(Ulid, PutsTimeFirstAndRandomBitsAfterIt) {
    // The specification's example time, and all-zero and all-one random parts.
    const system_clock::time_point time{milliseconds(1469918176385)};
    EXPECT_EQ(to_ulid(time, {}), "01ARYZ6S410000000000000000");
    EXPECT_EQ(to_ulid(time, {255, 255, 255, 255, 255, 255, 255, 255, 255, 255}), "01ARYZ6S41ZZZZZZZZZZZZZZZZ");
    EXPECT_EQ(to_ulid(time, {0, 0, 0, 0, 0, 0, 0, 0, 0, 33}), "01ARYZ6S410000000000000011");
}

TEST(Ulid, GrowsWithinAProcess) {
    std::string last;
    for (int i = 0; i < 20000; ++i) {
        const std::string id = make_ulid();
        ASSERT_EQ(id.size(), 26U);
        ASSERT_GT(id, last);
        last = id;
    }
}

}  // namespace
}  // namespace genai
