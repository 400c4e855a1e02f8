// SPDX-License-Identifier: Apache-2.0
#include "platform/metrics.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::platform {
namespace {

using testing::HasSubstr;

TEST(Metrics, WritesCountersGaugesAndHistograms) {
    Metrics metrics;
    metrics.counter("genai_things_total", "Things", {{"kind", "a"}}).add(2);
    metrics.gauge("genai_level", "Level").set(1.5);
    metrics.histogram("genai_wait_seconds", "Wait", {}, {1, 2}).observe(1.5);
    auto text = metrics.to_text();
    EXPECT_THAT(text, HasSubstr("# TYPE genai_things_total counter\ngenai_things_total{kind=\"a\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("genai_level 1.5\n"));
    EXPECT_THAT(text, HasSubstr("genai_wait_seconds_bucket{le=\"2\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes "));
}

TEST(Metrics, GivesTheSameSeriesForTheSameNameAndLabels) {
    Metrics metrics;
    auto& first = metrics.counter("genai_things_total", "Things", {{"kind", "a"}});
    EXPECT_EQ(&first, &metrics.counter("genai_things_total", "Things", {{"kind", "a"}}));
    EXPECT_NE(&first, &metrics.counter("genai_things_total", "Things", {{"kind", "b"}}));
}

TEST(Metrics, CountsFromSeveralThreads) {
    Metrics metrics;
    auto count = [&] {
        for (int i = 0; i < 1000; ++i) metrics.counter("genai_things_total", "Things").add();
    };
    std::thread one(count);
    std::thread two(count);
    one.join();
    two.join();
    EXPECT_THAT(metrics.to_text(), HasSubstr("genai_things_total 2000\n"));
}

}  // namespace
}  // namespace genai::platform
