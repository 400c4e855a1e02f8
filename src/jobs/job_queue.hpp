// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "jobs/job.hpp"

namespace genai::jobs {

// The system's clock; tests bring their own.
using Clock = std::function<Time()>;

struct NewJob {
    Scope scope;
    DocumentName name;
    std::string file;         // empty: the bytes are the blob of document_id
    std::string document_id;  // empty: not known yet
};

// One page of a listing, the newest job first.
struct JobPage {
    std::vector<Job> jobs;
    std::uint64_t total = 0;
};

struct JobFilter {
    std::optional<Scope> scope;
    std::optional<JobState> state;  // kDead: the list of what was given up
    std::string document_id = {};   // empty: any
};

// How an attempt ended.
struct JobEnd {
    enum class Kind {
        kDone,
        kPartial,
        kFailed,     // no other attempt would fare better
        kTryAgain,   // later; after attempts_max attempts the job is dead
        kCancelled,  // because heartbeat() said so
        kGivenBack,  // the owner stops: the attempt does not count
        kHeld,       // not now, for a reason outside the job (another writer, a full disk): the attempt does not count
    };
    Kind kind = Kind::kDone;
    std::string error;
};

enum class Order { kGoOn, kStop };

struct JobLimits {
    std::chrono::milliseconds lease{60'000};  // an owner that is silent for so long has died
    std::uint32_t attempts_max = 5;
    std::chrono::milliseconds first_delay{1'000};  // before the second attempt; doubled before each further one
    std::chrono::milliseconds delay_max{300'000};
    std::chrono::milliseconds hold{2'000};  // after kHeld
};

// Jobs that outlive the process that was given them. An owner claims one, reports while it works, and ends it; a job
// whose owner has been silent for the lease goes to the next who asks, so a job may be done twice and must bear it
// (ingesting the same file does). Every call is one durable transaction; safe to use from several threads and
// processes. It keeps no bytes of files.
class JobQueue {
public:
    virtual ~JobQueue() = default;

    // A job that is to bring the same document under the same name and has not ended is returned as it is. Other open
    // jobs of that name are cancelled: what came last counts.
    virtual Result<Job> add(const NewJob& job) = 0;

    // The oldest job that is due, now running under `owner`; nothing when none is. A running job whose owner is given
    // up is due as well, or becomes dead when it was its last attempt.
    virtual Result<std::optional<Job>> claim(const std::string& owner) = 0;
    // Keeps the lease and the progress. kStop when somebody cancelled the job; kConflict when it is no longer
    // `owner`'s.
    virtual Result<Order> heartbeat(const std::string& id, const std::string& owner, const JobProgress& progress) = 0;
    // Every running job is due at once: for whoever knows that no owner is alive.
    virtual Result<void> orphan_running() = 0;
    // kConflict when the job is no longer `owner`'s.
    virtual Result<Job> finish(const std::string& id, const std::string& owner, const JobEnd& end) = 0;

    // A running job is stopped by its owner's next heartbeat, another one at once. kConflict for one that has ended.
    virtual Result<Job> cancel(const std::string& id) = 0;
    // Queues a job that has ended and is not done, with its attempts counted anew. kConflict for any other, and for one
    // whose name a newer job has taken.
    virtual Result<Job> retry(const std::string& id) = 0;

    virtual Result<std::optional<Job>> find(const std::string& id) = 0;
    virtual Result<JobPage> list(const JobFilter& filter, std::uint64_t offset, std::uint64_t limit) = 0;
    // Forgets jobs that ended before; returns how many.
    virtual Result<std::uint64_t> forget_ended_before(Time time) = 0;
};

// Queues again what of the filter ended badly: without a state what failed and what is dead. A job that a newer one for
// its name supersedes is passed over. Returns how many.
Result<std::uint64_t> retry_all(JobQueue& queue, const JobFilter& filter);

}  // namespace genai::jobs
