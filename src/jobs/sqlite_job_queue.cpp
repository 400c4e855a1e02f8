// SPDX-License-Identifier: Apache-2.0
#include "jobs/sqlite_job_queue.hpp"

#include <array>

#include "jobs/job_rows.hpp"
#include "jobs/job_steps.hpp"

namespace genai::jobs {

using platform::Connection;

namespace {

Result<Job> require(JobRows& rows, const std::string& id) {
    auto job = rows.find(id);
    if (!job) return propagate(job);
    if (!*job) return fail(ErrorKind::kNotFound, "there is no job " + id);
    return std::move(**job);
}

}  // namespace

Result<std::unique_ptr<SqliteJobQueue>> SqliteJobQueue::open(platform::SqliteDatabase& database, JobLimits limits,
                                                             Clock clock) {
    if (auto migrated = database.migrate("jobs", kJobSchema); !migrated) return propagate(migrated);
    constexpr std::array kTables{std::string_view("jobs")};
    if (auto sound = database.require_sound(kTables); !sound) return propagate(sound);
    return std::unique_ptr<SqliteJobQueue>(new SqliteJobQueue(database, limits, std::move(clock)));
}

template <class Step>
Result<Job> SqliteJobQueue::change(const std::string& id, Step step) {
    return database_.write([&](Connection& connection) -> Result<Job> {
        JobRows rows(connection);
        auto job = require(rows, id);
        if (!job) return propagate(job);
        if (auto changed = step(*job); !changed) return propagate(changed);
        if (auto put = rows.put(*job); !put) return propagate(put);
        return job;
    });
}

Result<Job> SqliteJobQueue::add(const NewJob& job) {
    return database_.write([&](Connection& connection) -> Result<Job> {
        JobRows rows(connection);
        auto earlier = rows.of_name(job.scope, job.name);
        if (!earlier) return propagate(earlier);
        for (const Job& open : *earlier)
            if (!is_final(open.state) && is_same_work(open, job)) return open;
        const Job made = make_job(job, now());
        for (Job& open : *earlier) {
            if (is_final(open.state)) continue;
            supersede(open, made.id, now());
            if (auto put = rows.put(open); !put) return propagate(put);
        }
        if (auto put = rows.put(made); !put) return propagate(put);
        return made;
    });
}

Result<std::optional<Job>> SqliteJobQueue::claim(const std::string& owner) {
    // Who finds nothing to do keeps no writer waiting.
    auto due = database_.read([&](Connection& connection) { return JobRows(connection).find_due(now()); });
    if (!due || !*due) return due;
    return database_.write([&](Connection& connection) -> Result<std::optional<Job>> {
        JobRows rows(connection);
        for (;;) {
            auto job = rows.find_due(now());
            if (!job || !*job) return job;
            jobs::claim(**job, owner, limits_, now());
            if (auto put = rows.put(**job); !put) return propagate(put);
            // A job that has died is noted, and the next one is looked at.
            if ((*job)->state == JobState::kRunning) return job;
        }
    });
}

Result<Order> SqliteJobQueue::heartbeat(const std::string& id, const std::string& owner, const JobProgress& progress) {
    Order order = Order::kGoOn;
    auto changed = change(id, [&](Job& job) -> Result<void> {
        auto said = jobs::heartbeat(job, owner, progress, limits_, now());
        if (!said) return propagate(said);
        order = *said;
        return {};
    });
    if (!changed) return propagate(changed);
    return order;
}

Result<void> SqliteJobQueue::orphan_running() {
    return database_.write([&](Connection& connection) -> Result<void> {
        JobRows rows(connection);
        auto running = rows.running();
        if (!running) return propagate(running);
        for (Job& job : *running) {
            job.due = now();
            if (auto put = rows.put(job); !put) return put;
        }
        return {};
    });
}

Result<Job> SqliteJobQueue::finish(const std::string& id, const std::string& owner, const JobEnd& end) {
    return change(id, [&](Job& job) { return jobs::finish(job, owner, end, limits_, now()); });
}

Result<Job> SqliteJobQueue::cancel(const std::string& id) {
    return change(id, [&](Job& job) { return jobs::cancel(job, now()); });
}

Result<Job> SqliteJobQueue::retry(const std::string& id) {
    return database_.write([&](Connection& connection) -> Result<Job> {
        JobRows rows(connection);
        auto job = require(rows, id);
        if (!job) return propagate(job);
        auto same_name = rows.of_name(job->scope, job->name);
        if (!same_name) return propagate(same_name);
        if (same_name->back().id != id) return tl::unexpected(superseded(*job, same_name->back().id));
        if (auto changed = jobs::retry(*job, now()); !changed) return propagate(changed);
        if (auto put = rows.put(*job); !put) return propagate(put);
        return job;
    });
}

Result<std::optional<Job>> SqliteJobQueue::find(const std::string& id) {
    return database_.read([&](Connection& connection) { return JobRows(connection).find(id); });
}

Result<JobPage> SqliteJobQueue::list(const JobFilter& filter, std::uint64_t offset, std::uint64_t limit) {
    return database_.read([&](Connection& connection) { return JobRows(connection).list(filter, offset, limit); });
}

Result<std::uint64_t> SqliteJobQueue::forget_ended_before(Time time) {
    return database_.write([&](Connection& connection) { return JobRows(connection).erase_ended_before(time); });
}

}  // namespace genai::jobs
