// SPDX-License-Identifier: Apache-2.0
#include "platform/thread_pool.hpp"

#include <atomic>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::platform {
namespace {

TEST(ThreadPool, RunsEveryAcceptedTaskBeforeItEnds) {
    std::atomic<int> done = 0;
    {
        ThreadPool pool({.name = "test", .threads = 3, .queue_max = 100});
        for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.submit([&] { ++done; }));
    }
    EXPECT_EQ(done, 100);
}

TEST(ThreadPool, RefusesATaskWhenTheQueueIsFull) {
    std::promise<void> open;
    std::shared_future<void> gate = open.get_future();
    ThreadPool pool({.name = "test", .threads = 1, .queue_max = 1});
    ASSERT_TRUE(pool.submit([gate] { gate.wait(); }));
    ASSERT_TRUE(pool.submit([gate] { gate.wait(); }));
    auto refused = pool.submit([] {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kOverloaded);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("test: all 1 threads are busy"));
    open.set_value();
}

TEST(ThreadPool, HasRoomAgainOnceATaskIsDone) {
    ThreadPool pool({.name = "test", .threads = 1, .queue_max = 0});
    for (int i = 0; i < 50; ++i) {
        auto done = std::make_shared<std::promise<void>>();
        auto finished = done->get_future();
        while (!pool.submit([done] { done->set_value(); })) std::this_thread::yield();
        finished.wait();
    }
    EXPECT_EQ(pool.waiting(), 0U);
}

TEST(ThreadPool, RunsTasksSideBySide) {
    std::promise<void> first;
    std::promise<void> second;
    auto first_runs = first.get_future();
    auto second_runs = second.get_future();
    ThreadPool pool({.name = "test", .threads = 2, .queue_max = 0});  // joins before the promises go
    ASSERT_TRUE(pool.submit([&] {
        first.set_value();
        second_runs.wait();
    }));
    first_runs.wait();
    ASSERT_TRUE(pool.submit([&] { second.set_value(); }));
}

}  // namespace
}  // namespace genai::platform
