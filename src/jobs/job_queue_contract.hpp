// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "jobs/job_queue.hpp"

namespace genai::jobs {

// What every job queue does. An adapter's test instantiates it with a rig: constructible from JobLimits and a Clock,
// `JobQueue& queue()`.
template <class Rig>
class JobQueueContract : public testing::Test {
protected:
    JobQueue& queue() { return rig_.queue(); }

    Job add(const std::string& path, const std::string& collection = "default") {
        auto job = queue().add({{"default", collection}, {"upload", path}, "/spool/" + path, "d-" + path});
        EXPECT_TRUE(job) << job.error().message;
        return *job;
    }
    Job claim(const std::string& owner = "me") {
        auto job = queue().claim(owner);
        EXPECT_TRUE(job && *job);
        return job && *job ? **job : Job{};
    }
    bool is_idle() { return !queue().claim("nobody").value(); }
    Job find(const std::string& id) { return queue().find(id).value().value(); }
    Job finish(const Job& job, JobEnd::Kind kind, const std::string& error = "") {
        auto ended = queue().finish(job.id, job.owner, {kind, error});
        EXPECT_TRUE(ended) << ended.error().message;
        return *ended;
    }
    void pass(std::chrono::milliseconds time) { now_ += time; }

    Time now_ = Time(std::chrono::hours(500'000));
    const JobLimits limits_{.lease = std::chrono::milliseconds(1000),
                            .attempts_max = 3,
                            .first_delay = std::chrono::milliseconds(100),
                            .delay_max = std::chrono::milliseconds(150)};
    Rig rig_{limits_, [this] { return now_; }};
};

TYPED_TEST_SUITE_P(JobQueueContract);

TYPED_TEST_P(JobQueueContract, GivesOutJobsInTheOrderTheyCameEachOnce) {
    EXPECT_TRUE(this->is_idle());
    const Job a = this->add("a.pdf"), b = this->add("b.pdf");
    EXPECT_EQ(a.state, JobState::kQueued);
    EXPECT_EQ(this->find(a.id), a);
    const Job first = this->claim("me");
    EXPECT_EQ(first.id, a.id);
    EXPECT_EQ(first.state, JobState::kRunning);
    EXPECT_EQ(first.owner, "me");
    EXPECT_EQ(first.attempts, 1U);
    EXPECT_EQ(first.file, "/spool/a.pdf");
    EXPECT_EQ(first.name, (DocumentName{"upload", "a.pdf"}));
    EXPECT_EQ(this->claim("other").id, b.id);
    EXPECT_TRUE(this->is_idle());
}

TYPED_TEST_P(JobQueueContract, TellsHowFarAJobHasCome) {
    this->add("a.pdf");
    const Job job = this->claim();
    EXPECT_EQ(job.left(this->now_), std::nullopt);
    this->pass(std::chrono::milliseconds(300));
    ASSERT_EQ(this->queue().heartbeat(job.id, "me", {"embedding", 3, 12, 40}).value(), Order::kGoOn);
    const Job now = this->find(job.id);
    EXPECT_EQ(now.progress, (JobProgress{"embedding", 3, 12, 40}));
    EXPECT_EQ(now.left(this->now_), std::chrono::milliseconds(900));
}

TYPED_TEST_P(JobQueueContract, EndsAJobInTheStateThatItsOwnerSays) {
    const auto end = [this](JobEnd::Kind kind) {
        this->add("a.pdf");
        return this->finish(this->claim(), kind, "page 3: damaged");
    };
    EXPECT_EQ(end(JobEnd::Kind::kDone).state, JobState::kDone);
    EXPECT_EQ(end(JobEnd::Kind::kPartial).state, JobState::kPartial);
    EXPECT_EQ(end(JobEnd::Kind::kCancelled).state, JobState::kCancelled);
    const Job failed = end(JobEnd::Kind::kFailed);
    EXPECT_EQ(failed.state, JobState::kFailed);
    EXPECT_EQ(failed.error, "page 3: damaged");
    EXPECT_EQ(failed.owner, "");
    EXPECT_TRUE(this->is_idle());
}

TYPED_TEST_P(JobQueueContract, TriesAgainLaterAndLaterAndThenGivesUp) {
    const Job job = this->add("a.pdf");
    EXPECT_EQ(this->finish(this->claim(), JobEnd::Kind::kTryAgain, "disk full").state, JobState::kWaiting);
    this->pass(std::chrono::milliseconds(99));
    EXPECT_TRUE(this->is_idle());
    this->pass(std::chrono::milliseconds(1));
    EXPECT_EQ(this->finish(this->claim(), JobEnd::Kind::kTryAgain, "disk full").state, JobState::kWaiting);
    this->pass(std::chrono::milliseconds(149));
    EXPECT_TRUE(this->is_idle()) << "twice the delay, but not more than delay_max";
    this->pass(std::chrono::milliseconds(1));
    const Job dead = this->finish(this->claim(), JobEnd::Kind::kTryAgain, "disk still full");
    EXPECT_EQ(dead.state, JobState::kDead);
    EXPECT_EQ(dead.attempts, 3U);
    EXPECT_EQ(dead.error, "disk still full");
    const JobPage given_up = this->queue().list({{}, JobState::kDead}, 0, 10).value();
    ASSERT_EQ(given_up.jobs.size(), 1U);
    EXPECT_EQ(given_up.jobs[0].id, job.id);
}

TYPED_TEST_P(JobQueueContract, TakesAJobFromAnOwnerThatHasDied) {
    this->add("a.pdf");
    const Job job = this->claim("first");
    this->pass(std::chrono::milliseconds(900));
    ASSERT_TRUE(this->queue().heartbeat(job.id, "first", {}));
    this->pass(std::chrono::milliseconds(900));
    EXPECT_TRUE(this->is_idle()) << "the heartbeat keeps the lease";
    this->pass(std::chrono::milliseconds(100));
    const Job taken = this->claim("second");
    EXPECT_EQ(taken.id, job.id);
    EXPECT_EQ(taken.attempts, 2U);
    EXPECT_THAT(taken.error, testing::HasSubstr("first"));
    EXPECT_EQ(this->queue().heartbeat(job.id, "first", {}).error().kind, ErrorKind::kConflict);
    EXPECT_EQ(this->queue().finish(job.id, "first", {JobEnd::Kind::kDone, ""}).error().kind, ErrorKind::kConflict);
    EXPECT_EQ(this->finish(taken, JobEnd::Kind::kDone).error, "");
}

TYPED_TEST_P(JobQueueContract, GivesUpAJobThatKillsItsOwners) {
    const Job poison = this->add("poison.pdf");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(this->claim().id, poison.id);
        this->pass(std::chrono::milliseconds(1000));
    }
    const Job next = this->add("next.pdf");
    EXPECT_EQ(this->claim().id, next.id) << "and the next one is not held up";
    EXPECT_EQ(this->find(poison.id).state, JobState::kDead);
}

TYPED_TEST_P(JobQueueContract, CancelsAtOnceWhatDoesNotRunAndByItsOwnerWhatDoes) {
    const Job running = this->add("a.pdf"), queued = this->add("b.pdf");
    this->claim();
    EXPECT_EQ(this->queue().cancel(queued.id).value().state, JobState::kCancelled);
    EXPECT_EQ(this->queue().cancel(running.id).value().state, JobState::kRunning);
    EXPECT_EQ(this->queue().heartbeat(running.id, "me", {}).value(), Order::kStop);
    EXPECT_EQ(this->queue().finish(running.id, "me", {JobEnd::Kind::kCancelled, ""}).value().state,
              JobState::kCancelled);
    EXPECT_EQ(this->queue().cancel(running.id).error().kind, ErrorKind::kConflict);
    EXPECT_TRUE(this->is_idle());
}

TYPED_TEST_P(JobQueueContract, ACancelledJobIsNotTakenUpAgain) {
    const Job died = this->add("a.pdf");
    this->claim();
    ASSERT_TRUE(this->queue().cancel(died.id));
    this->pass(std::chrono::milliseconds(1000));
    EXPECT_TRUE(this->is_idle());
    EXPECT_EQ(this->find(died.id).state, JobState::kCancelled);
    for (const JobEnd::Kind kind : {JobEnd::Kind::kTryAgain, JobEnd::Kind::kGivenBack, JobEnd::Kind::kHeld}) {
        this->add("b.pdf");
        const Job job = this->claim();
        ASSERT_TRUE(this->queue().cancel(job.id));
        EXPECT_EQ(this->finish(job, kind, "x").state, JobState::kCancelled);
    }
}

TYPED_TEST_P(JobQueueContract, AJobThatIsGivenBackLosesNoAttempt) {
    this->add("a.pdf");
    const Job back = this->finish(this->claim(), JobEnd::Kind::kGivenBack);
    EXPECT_EQ(back.state, JobState::kQueued);
    EXPECT_EQ(back.attempts, 0U);
    EXPECT_EQ(this->claim().attempts, 1U);
}

TYPED_TEST_P(JobQueueContract, RetriesWhatEndedBadly) {
    const Job job = this->add("a.pdf");
    EXPECT_EQ(this->queue().retry(job.id).error().kind, ErrorKind::kConflict);
    this->finish(this->claim(), JobEnd::Kind::kFailed, "encrypted");
    const Job again = this->queue().retry(job.id).value();
    EXPECT_EQ(again.state, JobState::kQueued);
    EXPECT_EQ(again.error, "encrypted") << "the last error stays to be read";
    EXPECT_EQ(this->claim().attempts, 1U);
    this->finish(this->find(job.id), JobEnd::Kind::kDone);
    EXPECT_EQ(this->queue().retry(job.id).error().kind, ErrorKind::kConflict);
}

TYPED_TEST_P(JobQueueContract, ListsTheNewestFirstByCollectionAndState) {
    const Job a = this->add("a.pdf"), b = this->add("b.pdf", "other"), c = this->add("c.pdf");
    this->finish(this->claim(), JobEnd::Kind::kDone);
    const auto ids = [this](const JobFilter& filter, std::uint64_t offset, std::uint64_t limit) {
        std::vector<std::string> found;
        const JobPage page = this->queue().list(filter, offset, limit).value();
        for (const Job& job : page.jobs) found.push_back(job.id);
        return found;
    };
    EXPECT_THAT(ids({}, 0, 10), testing::ElementsAre(c.id, b.id, a.id));
    EXPECT_THAT(ids({}, 1, 1), testing::ElementsAre(b.id));
    EXPECT_THAT(ids({Scope{"default", "other"}, {}}, 0, 10), testing::ElementsAre(b.id));
    EXPECT_THAT(ids({Scope{}, JobState::kQueued}, 0, 10), testing::ElementsAre(c.id));
    EXPECT_EQ(this->queue().list({}, 5, 0).value().total, 3U);
}

TYPED_TEST_P(JobQueueContract, AddsTheSameWorkOnceWhileItHasNotEnded) {
    const Job queued = this->add("a.pdf");
    EXPECT_EQ(this->add("a.pdf").id, queued.id);
    const Job elsewhere = this->add("a.pdf", "other");
    EXPECT_NE(elsewhere.id, queued.id);
    const Job running = this->claim();
    EXPECT_EQ(this->add("a.pdf").id, running.id);
    this->finish(running, JobEnd::Kind::kTryAgain, "disk full");
    EXPECT_EQ(this->add("a.pdf").id, running.id) << "it waits";
    this->pass(std::chrono::milliseconds(100));
    this->finish(this->claim(), JobEnd::Kind::kDone);
    EXPECT_NE(this->add("a.pdf").id, running.id) << "it has ended";
}

TYPED_TEST_P(JobQueueContract, CancelsOpenJobsForOtherBytesOfTheSameName) {
    const auto add_version = [this](const std::string& document) {
        return this->queue().add({{}, {"upload", "a.pdf"}, "", document}).value();
    };
    const Job first = add_version("d1"), second = add_version("d2");
    EXPECT_EQ(this->find(first.id).state, JobState::kCancelled);
    EXPECT_THAT(this->find(first.id).error, testing::HasSubstr(second.id));
    EXPECT_EQ(this->claim().id, second.id);
    const Job third = add_version("d3");
    EXPECT_TRUE(this->find(second.id).is_cancel_requested) << "its owner is told";
    const Job fourth = add_version("d2");
    EXPECT_NE(fourth.id, second.id) << "one that is being stopped does the work no more";
    EXPECT_EQ(this->find(third.id).state, JobState::kCancelled);
    const auto retried = this->queue().retry(first.id);
    ASSERT_FALSE(retried) << "it would bring old bytes back";
    EXPECT_EQ(retried.error().kind, ErrorKind::kConflict);
    EXPECT_THAT(retried.error().message, testing::HasSubstr(fourth.id));
}

TYPED_TEST_P(JobQueueContract, HoldsAJobBackWithoutCountingTheAttempt) {
    this->add("a.pdf");
    const Job held = this->finish(this->claim(), JobEnd::Kind::kHeld, "writer busy: pid 7");
    EXPECT_EQ(held.state, JobState::kWaiting);
    EXPECT_EQ(held.error, "writer busy: pid 7");
    EXPECT_EQ(held.attempts, 0U);
    EXPECT_TRUE(this->is_idle());
    this->pass(this->limits_.hold);
    EXPECT_EQ(this->claim().attempts, 1U);
}

TYPED_TEST_P(JobQueueContract, HandsOutAtOnceWhatNobodyAliveRuns) {
    const Job job = this->add("a.pdf");
    this->claim("died");
    EXPECT_TRUE(this->is_idle());
    ASSERT_TRUE(this->queue().orphan_running());
    EXPECT_EQ(this->claim("next").id, job.id);
}

TYPED_TEST_P(JobQueueContract, RetriesAllThatEndedBadly) {
    const auto end = [this](const std::string& name, JobEnd::Kind kind) {
        this->add(name);
        return this->finish(this->claim(), kind, "bad").id;
    };
    const std::string failed = end("a.pdf", JobEnd::Kind::kFailed), other = end("b.pdf", JobEnd::Kind::kFailed);
    const std::string cancelled = end("c.pdf", JobEnd::Kind::kCancelled), old = end("d.pdf", JobEnd::Kind::kFailed);
    end("d.pdf", JobEnd::Kind::kDone);
    EXPECT_EQ(retry_all(this->queue(), {}).value(), 2U);
    EXPECT_EQ(this->find(failed).state, JobState::kQueued);
    EXPECT_EQ(this->find(other).state, JobState::kQueued);
    EXPECT_EQ(this->find(old).state, JobState::kFailed) << "a newer job has its name";
    EXPECT_EQ(this->find(cancelled).state, JobState::kCancelled);
    EXPECT_EQ(retry_all(this->queue(), {{}, JobState::kCancelled}).value(), 1U);
    EXPECT_EQ(retry_all(this->queue(), {{}, JobState::kDone}).value(), 0U);
}

TYPED_TEST_P(JobQueueContract, ListsTheJobsOfADocument) {
    const Job a = this->add("a.pdf");
    this->add("b.pdf");
    const JobPage page = this->queue().list({{}, {}, "d-a.pdf"}, 0, 10).value();
    ASSERT_EQ(page.total, 1U);
    EXPECT_EQ(page.jobs.at(0).id, a.id);
}

TYPED_TEST_P(JobQueueContract, KnowsNoOtherJobs) {
    EXPECT_EQ(this->queue().find("none").value(), std::nullopt);
    EXPECT_EQ(this->queue().cancel("none").error().kind, ErrorKind::kNotFound);
    EXPECT_EQ(this->queue().retry("none").error().kind, ErrorKind::kNotFound);
    EXPECT_EQ(this->queue().heartbeat("none", "me", {}).error().kind, ErrorKind::kNotFound);
}

TYPED_TEST_P(JobQueueContract, ForgetsWhatEndedLongAgo) {
    const Job old = this->add("a.pdf");
    this->finish(this->claim(), JobEnd::Kind::kDone);
    this->pass(std::chrono::milliseconds(5000));
    const Job recent = this->add("b.pdf");
    this->finish(this->claim(), JobEnd::Kind::kDone);
    const Job open = this->add("c.pdf");
    EXPECT_EQ(this->queue().forget_ended_before(this->now_ - std::chrono::milliseconds(1000)).value(), 1U);
    EXPECT_EQ(this->queue().find(old.id).value(), std::nullopt);
    EXPECT_EQ(this->queue().list({}, 0, 10).value().total, 2U);
}

REGISTER_TYPED_TEST_SUITE_P(JobQueueContract, GivesOutJobsInTheOrderTheyCameEachOnce, TellsHowFarAJobHasCome,
                            EndsAJobInTheStateThatItsOwnerSays, TriesAgainLaterAndLaterAndThenGivesUp,
                            TakesAJobFromAnOwnerThatHasDied, GivesUpAJobThatKillsItsOwners,
                            CancelsAtOnceWhatDoesNotRunAndByItsOwnerWhatDoes, ACancelledJobIsNotTakenUpAgain,
                            AJobThatIsGivenBackLosesNoAttempt, RetriesWhatEndedBadly,
                            ListsTheNewestFirstByCollectionAndState, AddsTheSameWorkOnceWhileItHasNotEnded,
                            CancelsOpenJobsForOtherBytesOfTheSameName, HoldsAJobBackWithoutCountingTheAttempt,
                            HandsOutAtOnceWhatNobodyAliveRuns, RetriesAllThatEndedBadly, ListsTheJobsOfADocument,
                            KnowsNoOtherJobs, ForgetsWhatEndedLongAgo);

}  // namespace genai::jobs
