// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/job_queue.hpp"
#include "platform/sqlite.hpp"

namespace genai::jobs {

// The steps that made the queue's table what it is; a released one never changes.
extern const std::vector<const char*> kJobSchema;

// The queue's rows within one transaction, with their checksums. The connection outlives it.
class JobRows {
public:
    explicit JobRows(platform::Connection& connection) : connection_(connection) {}

    Result<void> put(const Job& job);
    Result<std::optional<Job>> find(const std::string& id);
    // The oldest that is queued, waiting or running and due.
    Result<std::optional<Job>> find_due(Time now);
    // Of the name, the oldest first.
    Result<std::vector<Job>> of_name(const Scope& scope, const DocumentName& name);
    Result<std::vector<Job>> running();
    Result<JobPage> list(const JobFilter& filter, std::uint64_t offset, std::uint64_t limit);
    Result<std::uint64_t> erase_ended_before(Time time);

private:
    Result<std::optional<Job>> next(platform::Statement& row);
    Result<std::vector<Job>> all(Result<platform::Statement> row);

    platform::Connection& connection_;
};

}  // namespace genai::jobs
