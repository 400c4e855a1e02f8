// SPDX-License-Identifier: Apache-2.0
#include "ingestion/job_runner.hpp"

#include <atomic>
#include <chrono>
#include <stop_token>
#include <utility>

namespace genai::ingestion {

namespace {

using jobs::JobEnd;

constexpr std::chrono::milliseconds kReportEvery{500};

// Passes a run's progress on to the queue, and the queue's order to stop on to the run.
class Reporter final : public IngestObserver {
public:
    Reporter(jobs::JobQueue& queue, const jobs::Job& job, std::stop_source& stop)
        : queue_(queue), job_(job), stop_(stop) {}

    void on_progress(const Progress& progress) override {
        const auto now = std::chrono::steady_clock::now();
        const bool is_last = progress.files_done > 0;
        if (now < next_ && !is_last) return;
        next_ = now + kReportEvery;
        auto order = queue_.heartbeat(
            job_.id, job_.owner,
            {std::string(to_string(progress.stage)), progress.pages_done, progress.pages_total, progress.chunks_done});
        // A queue that cannot be reached now is tried again; a job that is no longer ours ends here.
        const bool is_lost = !order && order.error().kind == ErrorKind::kConflict;
        if (order && *order == jobs::Order::kStop) is_cancelled_ = true;
        if (is_lost || is_cancelled_) stop_.request_stop();
    }
    void on_file(const FileReport&) override {}

    bool is_cancelled() const { return is_cancelled_; }

private:
    jobs::JobQueue& queue_;
    const jobs::Job& job_;
    std::stop_source& stop_;
    std::chrono::steady_clock::time_point next_;
    std::atomic<bool> is_cancelled_ = false;
};

JobEnd end_of(const FileReport& report) {
    if (report.outcome == Outcome::kUnreadable) return {JobEnd::Kind::kTryAgain, report.reason};
    if (is_failure(report.state)) return {JobEnd::Kind::kFailed, report.reason};
    if (report.state == DocumentState::kPartial) return {JobEnd::Kind::kPartial, report.reason};
    return {JobEnd::Kind::kDone, ""};
}

// Before anything of the file was looked at.
JobEnd end_unequipped(const Error& error) {
    switch (error.kind) {
        case ErrorKind::kConflict:
        case ErrorKind::kExhausted: return {JobEnd::Kind::kHeld, error.message};
        case ErrorKind::kNotFound:
        case ErrorKind::kInvalidInput: return {JobEnd::Kind::kFailed, error.message};
        case ErrorKind::kCancelled: return {JobEnd::Kind::kGivenBack, ""};
        default: return {JobEnd::Kind::kTryAgain, error.message};
    }
}

}  // namespace

Result<JobRunner::Turn> JobRunner::run_next(const Limits& limits) {
    if (auto going = limits.check("taking a job"); !going) return propagate(going);
    const auto job = queue_.claim(owner_);
    if (!job) return propagate(job);
    if (!*job) return Turn::kIdle;
    const JobEnd end = run(**job, limits);
    const auto ended = queue_.finish((*job)->id, owner_, end);
    // Taken over by another runner, which did or does the same.
    if (!ended && ended.error().kind != ErrorKind::kConflict) return propagate(ended);
    return end.kind == JobEnd::Kind::kHeld ? Turn::kHeld : Turn::kRan;
}

JobEnd JobRunner::run(const jobs::Job& job, const Limits& limits) {
    auto equipment = equip_(job);
    if (!equipment) return end_unequipped(equipment.error());
    return run(job, *equipment, limits);
}

JobEnd JobRunner::run(const jobs::Job& job, JobEquipment& equipment, const Limits& limits) {
    std::stop_source stop;
    const std::stop_callback pass_on(limits.stop, [&stop] { stop.request_stop(); });
    Reporter reporter(queue_, job, stop);
    const auto done = equipment.ingestor.ingest(job.scope, {{equipment.file, job.name, 0}}, Reindex::kNo, reporter,
                                                {limits.deadline, stop.get_token()});
    // A full disk passes, and nothing of what was done is lost: no attempt is counted for it.
    if (!done && done.error().kind == ErrorKind::kExhausted) return {JobEnd::Kind::kHeld, done.error().message};
    if (!done) return {JobEnd::Kind::kTryAgain, done.error().message};
    const FileReport& report = done->files.front();
    if (report.outcome != Outcome::kCancelled) return end_of(report);
    if (reporter.is_cancelled()) return {JobEnd::Kind::kCancelled, ""};
    if (auto going = limits.check("the job"); !going) return {JobEnd::Kind::kGivenBack, ""};
    return {JobEnd::Kind::kTryAgain, report.reason};
}

}  // namespace genai::ingestion
