// SPDX-License-Identifier: Apache-2.0
#include "ingestion/ingest_lock.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "platform/temporary_folder.hpp"

namespace genai::ingestion {
namespace {

namespace fs = std::filesystem;
using WhenBusy = IngestLock::WhenBusy;

class IngestLockTest : public testing::Test {
protected:
    platform::TemporaryFolder temporary_;
    const fs::path folder_ = temporary_.path();
};

TEST_F(IngestLockTest, RefusesASecondRunAndNamesTheFirst) {
    const auto first = IngestLock::acquire(folder_, WhenBusy::kRefuse, {});
    ASSERT_TRUE(first);
    const auto second = IngestLock::acquire(folder_, WhenBusy::kRefuse, {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::kConflict);
    EXPECT_NE(second.error().message.find(std::to_string(getpid())), std::string::npos);
}

TEST_F(IngestLockTest, IsFreeAgainWhenItsHolderIsGone) {
    { ASSERT_TRUE(IngestLock::acquire(folder_, WhenBusy::kRefuse, {})); }
    EXPECT_TRUE(IngestLock::acquire(folder_, WhenBusy::kRefuse, {}));
}

TEST_F(IngestLockTest, WaitsForTheFirstWhenAsked) {
    auto first = IngestLock::acquire(folder_, WhenBusy::kRefuse, {});
    ASSERT_TRUE(first);
    std::optional<IngestLock> held(std::move(*first));
    std::jthread releases([&held] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        held.reset();
    });
    EXPECT_TRUE(IngestLock::acquire(folder_, WhenBusy::kWait, {}));
}

TEST_F(IngestLockTest, StopsWaitingAtTheDeadline) {
    const auto first = IngestLock::acquire(folder_, WhenBusy::kRefuse, {});
    const Limits limits{Deadline::after(std::chrono::milliseconds(50)), {}};
    const auto second = IngestLock::acquire(folder_, WhenBusy::kWait, limits);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::kTimeout);
}

TEST_F(IngestLockTest, SaysWhenTheFolderIsNotThere) {
    const auto lock = IngestLock::acquire(folder_ / "missing", WhenBusy::kRefuse, {});
    ASSERT_FALSE(lock);
    EXPECT_EQ(lock.error().kind, ErrorKind::kUnavailable);
}

}  // namespace
}  // namespace genai::ingestion
