// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.hpp"
#include "jobs/job.hpp"

namespace genai::api {

// A job as the API and `genai jobs --json` show it.
void write_job(JsonWriter& json, const jobs::Job& job, jobs::Time now);

// As one JSON array, for the command line.
std::string to_job_list(const std::vector<jobs::Job>& jobs, jobs::Time now);

}  // namespace genai::api
