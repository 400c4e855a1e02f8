// SPDX-License-Identifier: Apache-2.0
#include "jobs/fake_job_queue.hpp"

#include "jobs/job_queue_contract.hpp"

namespace genai::jobs {
namespace {

class FakeRig {
public:
    FakeRig(JobLimits limits, Clock clock) : queue_(limits, std::move(clock)) {}
    JobQueue& queue() { return queue_; }

private:
    FakeJobQueue queue_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, JobQueueContract, FakeRig);

TEST(JobState, HasANameForEachAndBack) {
    for (int i = 0; i < 8; ++i) {
        const auto state = static_cast<JobState>(i);
        EXPECT_EQ(parse_job_state(to_string(state)), state);
    }
    EXPECT_EQ(parse_job_state("gone"), std::nullopt);
}

}  // namespace
}  // namespace genai::jobs
