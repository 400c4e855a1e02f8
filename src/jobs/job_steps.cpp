// SPDX-License-Identifier: Apache-2.0
#include "jobs/job_steps.hpp"

#include <algorithm>

#include "base/ulid.hpp"

namespace genai::jobs {

namespace {

constexpr std::uint32_t kDoublingsMax = 30;

Result<void> check_owner(const Job& job, const std::string& owner) {
    if (job.state == JobState::kRunning && job.owner == owner) return {};
    return fail(ErrorKind::kConflict,
                "job " + job.id + " is " + std::string(to_string(job.state)) + " and no longer run by " + owner);
}

void end(Job& job, JobState state, Time now) {
    job.state = state;
    job.owner.clear();
    job.is_cancel_requested = false;
    job.changed = now;
    job.due = now;
}

// Before attempt n + 1.
std::chrono::milliseconds delay_after(std::uint32_t attempts, const JobLimits& limits) {
    const std::uint32_t doublings = std::min(attempts > 0 ? attempts - 1 : 0, kDoublingsMax);
    return std::min(limits.delay_max, limits.first_delay * (std::int64_t{1} << doublings));
}

}  // namespace

Job make_job(const NewJob& job, Time now) {
    Job made;
    made.id = make_ulid();
    made.scope = job.scope;
    made.name = job.name;
    made.file = job.file;
    made.document_id = job.document_id;
    made.created = made.started = made.changed = made.due = now;
    return made;
}

bool is_due(const Job& job, Time now) { return !is_final(job.state) && job.due <= now; }

void claim(Job& job, const std::string& owner, const JobLimits& limits, Time now) {
    if (job.state == JobState::kRunning) {
        const bool is_cancelled = job.is_cancel_requested;
        job.error = "its process " + job.owner + " died at attempt " + std::to_string(job.attempts);
        if (is_cancelled || job.attempts >= limits.attempts_max)
            return end(job, is_cancelled ? JobState::kCancelled : JobState::kDead, now);
    }
    job.state = JobState::kRunning;
    job.owner = owner;
    ++job.attempts;
    job.progress = {};
    job.started = job.changed = now;
    job.due = now + limits.lease;
}

Result<Order> heartbeat(Job& job, const std::string& owner, const JobProgress& progress, const JobLimits& limits,
                        Time now) {
    if (auto owned = check_owner(job, owner); !owned) return propagate(owned);
    job.progress = progress;
    job.changed = now;
    job.due = now + limits.lease;
    return job.is_cancel_requested ? Order::kStop : Order::kGoOn;
}

Result<void> finish(Job& job, const std::string& owner, const JobEnd& how, const JobLimits& limits, Time now) {
    if (auto owned = check_owner(job, owner); !owned) return owned;
    // What was cancelled while it ended by itself is not tried again.
    const bool is_cancelled = job.is_cancel_requested;
    if (!how.error.empty()) job.error = how.error;
    switch (how.kind) {
        case JobEnd::Kind::kDone:
            job.error.clear();
            end(job, JobState::kDone, now);
            break;
        case JobEnd::Kind::kPartial: end(job, JobState::kPartial, now); break;
        case JobEnd::Kind::kFailed: end(job, JobState::kFailed, now); break;
        case JobEnd::Kind::kCancelled: end(job, JobState::kCancelled, now); break;
        case JobEnd::Kind::kGivenBack:
            end(job, is_cancelled ? JobState::kCancelled : JobState::kQueued, now);
            if (job.attempts > 0) --job.attempts;
            break;
        case JobEnd::Kind::kHeld:
            end(job, is_cancelled ? JobState::kCancelled : JobState::kWaiting, now);
            if (job.attempts > 0) --job.attempts;
            job.due = now + limits.hold;
            break;
        case JobEnd::Kind::kTryAgain:
            if (is_cancelled) {
                end(job, JobState::kCancelled, now);
            } else if (job.attempts >= limits.attempts_max) {
                end(job, JobState::kDead, now);
            } else {
                end(job, JobState::kWaiting, now);
                job.due = now + delay_after(job.attempts, limits);
            }
            break;
    }
    return {};
}

Result<void> cancel(Job& job, Time now) {
    if (is_final(job.state))
        return fail(ErrorKind::kConflict,
                    "job " + job.id + " has ended already: it is " + std::string(to_string(job.state)));
    if (job.state == JobState::kRunning) {
        job.is_cancel_requested = true;
        job.changed = now;
    } else {
        end(job, JobState::kCancelled, now);
    }
    return {};
}

Result<void> retry(Job& job, Time now) {
    if (!is_final(job.state) || job.state == JobState::kDone)
        return fail(ErrorKind::kConflict, "job " + job.id + " is " + std::string(to_string(job.state)) +
                                              ": only one that failed, died or was cancelled can be tried again");
    end(job, JobState::kQueued, now);
    job.attempts = 0;
    return {};
}

bool is_same_work(const Job& open, const NewJob& wanted) {
    return !wanted.document_id.empty() && open.document_id == wanted.document_id && open.scope == wanted.scope &&
           open.name == wanted.name && !open.is_cancel_requested;
}

void supersede(Job& open, const std::string& by, Time now) {
    open.error = "superseded by job " + by + " for the same name";
    (void)cancel(open, now);  // it has not ended
}

Error superseded(const Job& job, const std::string& by) {
    return {ErrorKind::kConflict, "job " + job.id + " is superseded: job " + by + " came later for the same name"};
}

}  // namespace genai::jobs
