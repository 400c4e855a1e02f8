// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jobs/job_queue.hpp"

namespace genai::jobs {

// What may happen to a job, as functions of the job: each adapter stores what they make of it, so that all of them
// agree.

Job make_job(const NewJob& job, Time now);
bool is_due(const Job& job, Time now);
// Of a job that is due: running under `owner`, or dead.
void claim(Job& job, const std::string& owner, const JobLimits& limits, Time now);
Result<Order> heartbeat(Job& job, const std::string& owner, const JobProgress& progress, const JobLimits& limits,
                        Time now);
Result<void> finish(Job& job, const std::string& owner, const JobEnd& end, const JobLimits& limits, Time now);
Result<void> cancel(Job& job, Time now);
Result<void> retry(Job& job, Time now);
// Whether `open`, which has not ended, does what `wanted` asks for.
bool is_same_work(const Job& open, const NewJob& wanted);
// Of an open job when another for its name comes.
void supersede(Job& open, const std::string& by, Time now);
Error superseded(const Job& job, const std::string& by);

}  // namespace genai::jobs
