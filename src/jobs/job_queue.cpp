// SPDX-License-Identifier: Apache-2.0
#include "jobs/job_queue.hpp"

#include <utility>

namespace genai::jobs {

namespace {

constexpr std::uint64_t kPage = 500;

Result<std::uint64_t> retry_state(JobQueue& queue, JobFilter filter, JobState state) {
    filter.state = state;
    std::uint64_t retried = 0;
    // What is queued again leaves the listing, what is passed over stays in it.
    for (std::uint64_t passed = 0;;) {
        auto page = queue.list(filter, passed, kPage);
        if (!page) return propagate(page);
        if (page->jobs.empty()) return retried;
        for (const Job& job : page->jobs) {
            auto again = queue.retry(job.id);
            if (!again && again.error().kind != ErrorKind::kConflict) return propagate(again);
            ++(again ? retried : passed);
        }
    }
}

}  // namespace

Result<std::uint64_t> retry_all(JobQueue& queue, const JobFilter& filter) {
    if (filter.state) return retry_state(queue, filter, *filter.state);
    auto failed = retry_state(queue, filter, JobState::kFailed);
    if (!failed) return failed;
    auto dead = retry_state(queue, filter, JobState::kDead);
    if (!dead) return dead;
    return *failed + *dead;
}

}  // namespace genai::jobs
