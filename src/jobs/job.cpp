// SPDX-License-Identifier: Apache-2.0
#include "jobs/job.hpp"

#include <algorithm>
#include <array>

namespace genai::jobs {

namespace {

constexpr std::array kNames{"queued", "running", "waiting", "done", "partial", "failed", "cancelled", "dead"};
constexpr std::uint64_t kPagesForGuessMin = 2;

}  // namespace

std::string_view to_string(JobState state) { return kNames.at(static_cast<std::size_t>(state)); }

std::optional<JobState> parse_job_state(std::string_view name) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<JobState>(found - kNames.begin());
}

bool is_final(JobState state) {
    return state != JobState::kQueued && state != JobState::kRunning && state != JobState::kWaiting;
}

std::optional<std::chrono::milliseconds> Job::left(Time now) const {
    if (state != JobState::kRunning || progress.pages_done < kPagesForGuessMin ||
        progress.pages_total < progress.pages_done || now < started)
        return std::nullopt;
    const double share = static_cast<double>(progress.pages_done) / static_cast<double>(progress.pages_total);
    const double elapsed = std::chrono::duration<double, std::milli>(now - started).count();
    return std::chrono::milliseconds(static_cast<std::int64_t>(elapsed * (1 - share) / share));
}

}  // namespace genai::jobs
