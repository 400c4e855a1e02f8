// SPDX-License-Identifier: Apache-2.0
#include "jobs/sqlite_job_queue.hpp"

#include <atomic>
#include <thread>

#include "jobs/job_queue_contract.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::jobs {
namespace {

class SqliteRig {
public:
    explicit SqliteRig(JobLimits limits = {}, Clock clock = std::chrono::system_clock::now)
        : queue_(SqliteJobQueue::open(*database_, limits, std::move(clock)).value()) {}
    JobQueue& queue() { return *queue_; }
    platform::SqliteDatabase& database() { return *database_; }
    std::filesystem::path file() const { return folder_.path() / "genai.sqlite"; }

private:
    platform::TemporaryFolder folder_;
    std::unique_ptr<platform::SqliteDatabase> database_ =
        platform::SqliteDatabase::open({.file = folder_.path() / "genai.sqlite"}).value();
    std::unique_ptr<SqliteJobQueue> queue_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, JobQueueContract, SqliteRig);

TEST(SqliteJobQueue, IsThereAgainAfterReopening) {
    SqliteRig rig;
    const Job added = rig.queue().add({{}, {"upload", "a.pdf"}, "/a.pdf", "d"}).value();
    auto database = platform::SqliteDatabase::open({.file = rig.file()}).value();
    auto again = SqliteJobQueue::open(*database).value();
    EXPECT_EQ(again->find(added.id).value(), added);
}

TEST(SqliteJobQueue, GivesEachJobToOneOfSeveralThreads) {
    SqliteRig rig;
    constexpr int kJobs = 20;
    for (int i = 0; i < kJobs; ++i) ASSERT_TRUE(rig.queue().add({{}, {"upload", std::to_string(i)}, "/a.pdf", ""}));
    std::atomic<int> claimed{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t)
        threads.emplace_back([&] {
            for (;;) {
                const auto job = rig.queue().claim("me");
                if (!job || !*job) break;
                ++claimed;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(claimed, kJobs);
}

TEST(SqliteJobQueue, RefusesADamagedRow) {
    SqliteRig rig;
    const Job added = rig.queue().add({{}, {"upload", "a.pdf"}, "/a.pdf", "d"}).value();
    ASSERT_TRUE(rig.database().write(
        [](platform::Connection& connection) { return connection.run("UPDATE jobs SET file = '/etc/passwd'"); }));
    const auto claimed = rig.queue().claim("me");
    ASSERT_FALSE(claimed);
    EXPECT_EQ(claimed.error().kind, ErrorKind::kInternal);
    EXPECT_THAT(claimed.error().message, testing::HasSubstr(added.id));
}

}  // namespace
}  // namespace genai::jobs
