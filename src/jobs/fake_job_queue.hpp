// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <utility>

#include "jobs/job_queue.hpp"
#include "jobs/job_steps.hpp"

namespace genai::jobs {

// A queue in memory, for tests of what uses one. Keeps the port's contract; nothing is durable.
class FakeJobQueue final : public JobQueue {
public:
    explicit FakeJobQueue(JobLimits limits = {}, Clock clock = std::chrono::system_clock::now)
        : limits_(limits), clock_(std::move(clock)) {}

    Result<Job> add(const NewJob& job) override {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, open] : jobs_)
            if (!is_final(open.state) && is_same_work(open, job)) return open;
        const Job made = make_job(job, clock_());
        for (auto& [id, open] : jobs_)
            if (!is_final(open.state) && open.scope == job.scope && open.name == job.name)
                supersede(open, made.id, clock_());
        return jobs_[made.id] = made;
    }

    Result<std::optional<Job>> claim(const std::string& owner) override {
        const std::lock_guard lock(mutex_);
        for (auto& [id, job] : jobs_) {
            if (!is_due(job, clock_())) continue;
            jobs::claim(job, owner, limits_, clock_());
            if (job.state == JobState::kRunning) return std::optional(job);
        }
        return std::optional<Job>();
    }

    Result<Order> heartbeat(const std::string& id, const std::string& owner, const JobProgress& progress) override {
        const std::lock_guard lock(mutex_);
        auto job = require(id);
        if (!job) return propagate(job);
        return jobs::heartbeat(**job, owner, progress, limits_, clock_());
    }

    Result<void> orphan_running() override {
        const std::lock_guard lock(mutex_);
        for (auto& [id, job] : jobs_)
            if (job.state == JobState::kRunning) job.due = clock_();
        return {};
    }

    Result<Job> finish(const std::string& id, const std::string& owner, const JobEnd& end) override {
        return change(id, [&](Job& job) { return jobs::finish(job, owner, end, limits_, clock_()); });
    }
    Result<Job> cancel(const std::string& id) override {
        return change(id, [&](Job& job) { return jobs::cancel(job, clock_()); });
    }
    Result<Job> retry(const std::string& id) override {
        return change(id, [&](Job& job) -> Result<void> {
            for (auto entry = jobs_.rbegin(); entry != jobs_.rend() && entry->first > id; ++entry)
                if (entry->second.scope == job.scope && entry->second.name == job.name)
                    return tl::unexpected(superseded(job, entry->first));
            return jobs::retry(job, clock_());
        });
    }

    Result<std::optional<Job>> find(const std::string& id) override {
        const std::lock_guard lock(mutex_);
        const auto found = jobs_.find(id);
        return found == jobs_.end() ? std::nullopt : std::optional(found->second);
    }

    Result<JobPage> list(const JobFilter& filter, std::uint64_t offset, std::uint64_t limit) override {
        const std::lock_guard lock(mutex_);
        JobPage page;
        for (auto entry = jobs_.rbegin(); entry != jobs_.rend(); ++entry) {
            const Job& job = entry->second;
            if ((filter.scope && job.scope != *filter.scope) || (filter.state && job.state != *filter.state) ||
                (!filter.document_id.empty() && job.document_id != filter.document_id))
                continue;
            if (page.total >= offset && page.jobs.size() < limit) page.jobs.push_back(job);
            ++page.total;
        }
        return page;
    }

    Result<std::uint64_t> forget_ended_before(Time time) override {
        const std::lock_guard lock(mutex_);
        return std::erase_if(
            jobs_, [&](const auto& entry) { return is_final(entry.second.state) && entry.second.changed < time; });
    }

private:
    Result<Job*> require(const std::string& id) {
        const auto found = jobs_.find(id);
        if (found == jobs_.end()) return fail(ErrorKind::kNotFound, "there is no job " + id);
        return &found->second;
    }

    template <class Step>
    Result<Job> change(const std::string& id, Step step) {
        const std::lock_guard lock(mutex_);
        auto job = require(id);
        if (!job) return propagate(job);
        if (auto changed = step(**job); !changed) return propagate(changed);
        return **job;
    }

    JobLimits limits_;
    Clock clock_;
    std::mutex mutex_;
    std::map<std::string, Job> jobs_;
};

}  // namespace genai::jobs
