// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "jobs/job_queue.hpp"
#include "platform/sqlite_database.hpp"

namespace genai::jobs {

// The queue in an SQLite file, for one machine; several processes may share the file. Each row carries a CRC-32C over
// its values. The database outlives the queue, and other modules keep their tables in the same file.
class SqliteJobQueue final : public JobQueue {
public:
    // Makes the tables where they are missing.
    static Result<std::unique_ptr<SqliteJobQueue>> open(platform::SqliteDatabase& database, JobLimits limits = {},
                                                        Clock clock = std::chrono::system_clock::now);

    Result<Job> add(const NewJob& job) override;
    Result<std::optional<Job>> claim(const std::string& owner) override;
    Result<Order> heartbeat(const std::string& id, const std::string& owner, const JobProgress& progress) override;
    Result<void> orphan_running() override;
    Result<Job> finish(const std::string& id, const std::string& owner, const JobEnd& end) override;
    Result<Job> cancel(const std::string& id) override;
    Result<Job> retry(const std::string& id) override;
    Result<std::optional<Job>> find(const std::string& id) override;
    Result<JobPage> list(const JobFilter& filter, std::uint64_t offset, std::uint64_t limit) override;
    Result<std::uint64_t> forget_ended_before(Time time) override;

private:
    SqliteJobQueue(platform::SqliteDatabase& database, JobLimits limits, Clock clock)
        : database_(database), limits_(limits), clock_(std::move(clock)) {}

    template <class Step>
    Result<Job> change(const std::string& id, Step step);
    // Milliseconds since 1970 are what the file keeps.
    Time now() const { return std::chrono::time_point_cast<std::chrono::milliseconds>(clock_()); }

    platform::SqliteDatabase& database_;
    JobLimits limits_;
    Clock clock_;
};

}  // namespace genai::jobs
