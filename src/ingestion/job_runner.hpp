// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "extraction/extractor.hpp"
#include "ingestion/ingest_lock.hpp"
#include "ingestion/ingestor.hpp"
#include "jobs/job_queue.hpp"

namespace genai::ingestion {

// What one job is run with; it goes when the job has ended, the lock last.
struct JobEquipment {
    std::optional<IngestLock> lock;                    // of the data directory; nothing where nobody else can write
    std::filesystem::path file;                        // what is read
    std::unique_ptr<extraction::Extractor> extractor;  // the ingestor's, where it is the job's own
    Ingestor ingestor;
};

// Prepares for a job that was claimed. An error of kConflict (another writer) or kExhausted (disk, memory) holds the
// job back until that has passed, kNotFound and kInvalidInput end it, any other is tried again later.
using EquipJob = std::function<Result<JobEquipment>(const jobs::Job& job)>;

// Takes jobs from the queue through an Ingestor, one at a time: reports how far each has come, stops it when somebody
// cancels it, and ends it by what became of its file. A job whose runner was killed goes to the next runner, which goes
// on with the draft. Used by one thread at a time.
class JobRunner {
public:
    // `owner` names this runner in the queue: unique among those that run, as a ULID or the process id is.
    JobRunner(jobs::JobQueue& queue, EquipJob equip, std::string owner)
        : queue_(queue), equip_(std::move(equip)), owner_(std::move(owner)) {}

    // What came of a turn: no job was due, one was held back (so will be the next), or one was run.
    enum class Turn { kIdle, kHeld, kRan };
    // Runs the job that is due. `limits` ends the runner: its job is given back, not failed. An error is of the queue,
    // never of a file.
    Result<Turn> run_next(const Limits& limits);

private:
    jobs::JobEnd run(const jobs::Job& job, const Limits& limits);
    jobs::JobEnd run(const jobs::Job& job, JobEquipment& equipment, const Limits& limits);

    jobs::JobQueue& queue_;
    EquipJob equip_;
    std::string owner_;
};

}  // namespace genai::ingestion
