// SPDX-License-Identifier: Apache-2.0
#include "base/limits.hpp"

#include <gtest/gtest.h>

namespace genai {
namespace {

using std::chrono::milliseconds;

TEST(Deadline, NeverDoesNotExpire) {
    EXPECT_FALSE(Deadline::never().is_expired());
    EXPECT_EQ(Deadline::never().remaining(), Deadline::Clock::duration::max());
}

TEST(Deadline, ThatHasPassedHasNothingRemaining) {
    const Deadline past = Deadline::after(milliseconds(-5));
    EXPECT_TRUE(past.is_expired());
    EXPECT_EQ(past.remaining(), Deadline::Clock::duration::zero());
    EXPECT_GT(Deadline::after(milliseconds(60000)).remaining(), milliseconds(50000));
}

TEST(Limits, SayWhyTheWorkShouldEnd) {
    EXPECT_TRUE(Limits{}.check("search"));
    const auto late = Limits{Deadline::after(milliseconds(-1)), {}}.check("search");
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::kTimeout);
    EXPECT_EQ(late.error().message, "search ran past its deadline");

    std::stop_source source;
    source.request_stop();
    const auto cancelled = Limits{Deadline::after(milliseconds(-1)), source.get_token()}.check("search");
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().kind, ErrorKind::kCancelled) << "a stop is the more telling reason";
}

}  // namespace
}  // namespace genai
