// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "ingestion/ingestor.hpp"
#include "jobs/job_queue.hpp"

namespace genai::ingestion {

// Takes jobs from the queue through an Ingestor, one at a time: reports how far each has come, stops it when somebody
// cancels it, and ends it by what became of its file. A job whose runner was killed goes to the next runner, which goes
// on with the draft. Used by one thread at a time; hold the IngestLock meanwhile.
class JobRunner {
public:
    // `owner` names this runner in the queue: unique among those that run, as a ULID or the process id is.
    JobRunner(jobs::JobQueue& queue, Ingestor& ingestor, std::string owner)
        : queue_(queue), ingestor_(ingestor), owner_(std::move(owner)) {}

    // Runs the job that is due; false when none is. `limits` ends the runner: its job is given back, not failed. An
    // error is of the queue, never of a file.
    Result<bool> run_next(const Limits& limits);

private:
    jobs::JobEnd run(const jobs::Job& job, const Limits& limits);

    jobs::JobQueue& queue_;
    Ingestor& ingestor_;
    std::string owner_;
};

}  // namespace genai::ingestion
