// SPDX-License-Identifier: Apache-2.0
#include "jobs/job_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/row_checksum.hpp"

namespace genai::jobs {

using std::chrono::milliseconds;

// is_final is apart from the state so that an index finds what is due among many jobs that have ended.
const std::vector<const char*> kJobSchema{
    "CREATE TABLE jobs (id TEXT PRIMARY KEY, tenant TEXT NOT NULL, collection TEXT NOT NULL, root TEXT NOT NULL,"
    "  path TEXT NOT NULL, file TEXT NOT NULL, document TEXT NOT NULL, state TEXT NOT NULL, is_final INTEGER NOT NULL,"
    "  stage TEXT NOT NULL, pages_done INTEGER NOT NULL, pages_total INTEGER NOT NULL, chunks_done INTEGER NOT NULL,"
    "  attempts INTEGER NOT NULL, error TEXT NOT NULL, owner TEXT NOT NULL, is_cancel_requested INTEGER NOT NULL,"
    "  created_ms INTEGER NOT NULL, started_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL,"
    "  crc INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX jobs_by_due ON jobs (is_final, due_ms);",
    "CREATE INDEX jobs_by_name ON jobs (path, root); CREATE INDEX jobs_by_document ON jobs (document);"};

namespace {

constexpr std::string_view kColumns =
    "id, tenant, collection, root, path, file, document, state, stage, pages_done, pages_total, chunks_done, attempts,"
    " error, owner, is_cancel_requested, created_ms, started_ms, changed_ms, due_ms, crc";
constexpr int kCrcColumn = 20;

std::int64_t to_ms(Time time) { return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count(); }
Time from_ms(std::int64_t ms) { return Time(milliseconds(ms)); }

std::int64_t sum_of(const Job& job) {
    return platform::RowChecksum()
        .add(job.id)
        .add(job.scope.tenant)
        .add(job.scope.collection)
        .add(job.name.root)
        .add(job.name.path)
        .add(job.file)
        .add(job.document_id)
        .add(to_string(job.state))
        .add(job.progress.stage)
        .add(static_cast<std::int64_t>(job.progress.pages_done))
        .add(static_cast<std::int64_t>(job.progress.pages_total))
        .add(static_cast<std::int64_t>(job.progress.chunks_done))
        .add(job.attempts)
        .add(job.error)
        .add(job.owner)
        .add(std::int64_t{job.is_cancel_requested})
        .add(to_ms(job.created))
        .add(to_ms(job.started))
        .add(to_ms(job.changed))
        .add(to_ms(job.due))
        .value();
}

}  // namespace

Result<void> JobRows::put(const Job& job) {
    auto put = connection_.run(
        "INSERT OR REPLACE INTO jobs (id, tenant, collection, root, path, file, document, state, is_final, stage,"
        " pages_done, pages_total, chunks_done, attempts, error, owner, is_cancel_requested, created_ms, started_ms,"
        " changed_ms, due_ms, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {job.id,
         job.scope.tenant,
         job.scope.collection,
         job.name.root,
         job.name.path,
         job.file,
         job.document_id,
         to_string(job.state),
         std::int64_t{is_final(job.state)},
         job.progress.stage,
         static_cast<std::int64_t>(job.progress.pages_done),
         static_cast<std::int64_t>(job.progress.pages_total),
         static_cast<std::int64_t>(job.progress.chunks_done),
         job.attempts,
         job.error,
         job.owner,
         std::int64_t{job.is_cancel_requested},
         to_ms(job.created),
         to_ms(job.started),
         to_ms(job.changed),
         to_ms(job.due),
         sum_of(job)});
    if (!put) return propagate(put);
    return {};
}

// Reads kColumns.
Result<std::optional<Job>> JobRows::next(platform::Statement& row) {
    auto found = row.step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<Job>();
    const auto text = [&](int column) { return std::string(row.text(column)); };
    const auto number = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
    Job job;
    job.id = text(0);
    job.scope = {text(1), text(2)};
    job.name = {text(3), text(4)};
    job.file = text(5);
    job.document_id = text(6);
    const auto state = parse_job_state(row.text(7));
    if (state) job.state = *state;
    job.progress = {text(8), number(9), number(10), number(11)};
    job.attempts = static_cast<std::uint32_t>(row.integer(12));
    job.error = text(13);
    job.owner = text(14);
    job.is_cancel_requested = row.integer(15) != 0;
    job.created = from_ms(row.integer(16));
    job.started = from_ms(row.integer(17));
    job.changed = from_ms(row.integer(18));
    job.due = from_ms(row.integer(19));
    if (!state || sum_of(job) != row.integer(kCrcColumn))
        return fail(
            ErrorKind::kInternal,
            fmt::format("{}: the row of job {} fails its checksum; the file is damaged: restore it from a backup",
                        connection_.file().string(), job.id));
    return std::optional(std::move(job));
}

Result<std::optional<Job>> JobRows::find(const std::string& id) {
    static const std::string kSql = fmt::format("SELECT {} FROM jobs WHERE id = ?", kColumns);
    auto row = connection_.query(kSql, {id});
    if (!row) return propagate(row);
    return next(*row);
}

Result<std::optional<Job>> JobRows::find_due(Time now) {
    static const std::string kSql =
        fmt::format("SELECT {} FROM jobs WHERE is_final = 0 AND due_ms <= ? ORDER BY id LIMIT 1", kColumns);
    auto row = connection_.query(kSql, {to_ms(now)});
    if (!row) return propagate(row);
    return next(*row);
}

Result<std::vector<Job>> JobRows::all(Result<platform::Statement> row) {
    if (!row) return propagate(row);
    std::vector<Job> jobs;
    for (;;) {
        auto job = next(*row);
        if (!job) return propagate(job);
        if (!*job) return jobs;
        jobs.push_back(std::move(**job));
    }
}

Result<std::vector<Job>> JobRows::of_name(const Scope& scope, const DocumentName& name) {
    static const std::string kSql = fmt::format(
        "SELECT {} FROM jobs WHERE path = ? AND root = ? AND tenant = ? AND collection = ? ORDER BY id", kColumns);
    return all(connection_.query(kSql, {name.path, name.root, scope.tenant, scope.collection}));
}

Result<std::vector<Job>> JobRows::running() {
    static const std::string kSql =
        fmt::format("SELECT {} FROM jobs WHERE is_final = 0 AND state = 'running'", kColumns);
    return all(connection_.query(kSql, {}));
}

// An empty text stands for any; no scope and no state is called so.
Result<JobPage> JobRows::list(const JobFilter& filter, std::uint64_t offset, std::uint64_t limit) {
    constexpr std::string_view kWhere =
        "(?1 = '' OR (tenant = ?1 AND collection = ?2)) AND (?3 = '' OR state = ?3) AND (?4 = '' OR document = ?4)";
    static const std::string kCount = fmt::format("SELECT count(*) FROM jobs WHERE {}", kWhere);
    static const std::string kSql =
        fmt::format("SELECT {} FROM jobs WHERE {} ORDER BY id DESC LIMIT ?5 OFFSET ?6", kColumns, kWhere);
    constexpr std::uint64_t kMost = 1ULL << 62;
    const Scope scope = filter.scope.value_or(Scope{"", ""});
    const std::string_view state = filter.state ? to_string(*filter.state) : std::string_view();
    auto total = connection_.integer(kCount, {scope.tenant, scope.collection, state, filter.document_id});
    if (!total) return propagate(total);
    auto row = connection_.query(
        kSql, {scope.tenant, scope.collection, state, filter.document_id,
               static_cast<std::int64_t>(std::min(limit, kMost)), static_cast<std::int64_t>(std::min(offset, kMost))});
    if (!row) return propagate(row);
    auto jobs = all(std::move(row));
    if (!jobs) return propagate(jobs);
    return JobPage{std::move(*jobs), static_cast<std::uint64_t>(*total)};
}

Result<std::uint64_t> JobRows::erase_ended_before(Time time) {
    auto erased = connection_.run("DELETE FROM jobs WHERE is_final = 1 AND changed_ms < ?", {to_ms(time)});
    if (!erased) return propagate(erased);
    return static_cast<std::uint64_t>(*erased);
}

}  // namespace genai::jobs
