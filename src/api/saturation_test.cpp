// SPDX-License-Identifier: Apache-2.0
#include "api/saturation.hpp"

#include <gtest/gtest.h>

namespace genai::api {
namespace {

using namespace std::chrono_literals;

TEST(Saturation, BeginsAfterThreeSecondsOnEnd) {
    const Saturation::Clock::time_point start;
    Saturation saturation;
    saturation.observe(1, start);
    saturation.observe(0.9, start + 2900ms);
    EXPECT_FALSE(saturation.is_saturated());
    saturation.observe(0.8, start + 3s);
    EXPECT_TRUE(saturation.is_saturated());
}

TEST(Saturation, IsNotABurst) {
    const Saturation::Clock::time_point start;
    Saturation saturation;
    saturation.observe(1, start);
    saturation.observe(0.7, start + 2s);
    saturation.observe(1, start + 2100ms);
    saturation.observe(1, start + 5s);
    EXPECT_FALSE(saturation.is_saturated());
    saturation.observe(1, start + 5100ms);
    EXPECT_TRUE(saturation.is_saturated());
}

TEST(Saturation, EndsBelowHalfAndNotBefore) {
    const Saturation::Clock::time_point start;
    Saturation saturation;
    saturation.observe(1, start);
    saturation.observe(1, start + 3s);
    saturation.observe(0.5, start + 4s);
    EXPECT_TRUE(saturation.is_saturated());
    saturation.observe(0.49, start + 5s);
    EXPECT_FALSE(saturation.is_saturated());
    saturation.observe(1, start + 6s);
    EXPECT_FALSE(saturation.is_saturated());
}

}  // namespace
}  // namespace genai::api
