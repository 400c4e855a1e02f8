// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "jobs/job.hpp"

namespace genai::cli {

// One line a job, with the last errors below.
std::string to_job_table(const std::vector<jobs::Job>& jobs);
std::string to_job_text(const jobs::Job& job, jobs::Time now);
std::string to_job_json(const jobs::Job& job, jobs::Time now);

// "12/560 pages, 80 chunks, embedding, 40 s left"
std::string to_job_progress(const jobs::Job& job, jobs::Time now);

}  // namespace genai::cli
