// SPDX-License-Identifier: Apache-2.0
#include "app/job_worker.hpp"

#include <unistd.h>

#include <chrono>
#include <utility>

#include "base/ulid.hpp"
#include "extraction/password_book.hpp"
#include "ingestion/blob_garbage.hpp"

namespace genai::app {

namespace {

using Turn = ingestion::JobRunner::Turn;

// Jobs may come from other processes too, and waiting ones become due.
constexpr std::chrono::milliseconds kLookEvery{1'000};
constexpr std::chrono::milliseconds kAfterError{5'000};
constexpr std::chrono::minutes kTendEvery{10};
constexpr std::chrono::hours kEndedKept{24 * 30};
// An upload's job is written after its bytes, which took up to UPLOAD_TIMEOUT to come.
constexpr std::chrono::hours kFresh{1};
constexpr std::chrono::hours kWriterLife{25};

}  // namespace

JobWorker::JobWorker(Application& application, platform::Log& log)
    : application_(application),
      log_(log),
      owner_("pid " + std::to_string(getpid()) + " " + make_ulid()),
      runner_(
          application.jobs(), [this](const jobs::Job& job) { return equip(job); }, owner_) {}

JobWorker::~JobWorker() {
    stop_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void JobWorker::start() {
    thread_ = std::jthread([this] { run(); });
}

void JobWorker::wake() {
    {
        const std::lock_guard lock(mutex_);
        is_woken_ = true;
    }
    woken_.notify_all();
}

void JobWorker::give_password(const std::string& job_id, std::string password) {
    if (password.empty()) return;
    const std::lock_guard lock(mutex_);
    passwords_[job_id] = std::move(password);
}

std::string JobWorker::find_password(const std::string& job_id) {
    const std::lock_guard lock(mutex_);
    const auto found = passwords_.find(job_id);
    return found == passwords_.end() ? std::string() : found->second;
}

void JobWorker::wait(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, stop_.get_token(), patience, [this] { return is_woken_; });
    is_woken_ = false;
}

void JobWorker::run() {
    recover();
    while (!stop_.stop_requested()) {
        tend();
        if (turn() != Turn::kRan) wait(kLookEvery);
    }
}

// The boundary of a job: whatever is thrown ends here.
Turn JobWorker::turn() {
    std::string what = "an exception of unknown type";
    try {
        auto turned = runner_.run_next({Deadline::never(), stop_.get_token()});
        if (turned) return *turned;
        if (turned.error().kind == ErrorKind::kCancelled) return Turn::kIdle;
        what = turned.error().message;
    } catch (const std::exception& exception) {
        what = exception.what();
    } catch (...) {
    }
    log_.error("jobs cannot be run now", {{"error", what}});
    wait(kAfterError);
    return Turn::kIdle;
}

// Whoever has the writer's lock knows that no job runs: what is marked so was cut off with its process.
void JobWorker::recover() {
    auto lock = application_.ingest_lock(ingestion::IngestLock::WhenBusy::kRefuse, {});
    if (!lock) return;
    if (auto orphaned = application_.jobs().orphan_running(); !orphaned)
        log_.warning("cannot look for jobs that were cut off", {{"error", orphaned.error().message}});
}

// Uploads that nobody needs any more, and what writers that died have left.
void JobWorker::remove_garbage() {
    const auto now = std::chrono::system_clock::now();
    auto abandoned = application_.blobs().remove_abandoned(now - kWriterLife);
    if (!abandoned) log_.warning("cannot remove what uploads left behind", {{"error", abandoned.error().message}});
    auto removed = ingestion::remove_unneeded_blobs(application_.blobs(), application_.catalog(), application_.jobs(),
                                                    now - kFresh);
    if (!removed) return log_.warning("cannot remove uploads that nobody needs", {{"error", removed.error().message}});
    if (*removed > 0) log_.info("uploads removed that nobody needs", {{"files", *removed}});
}

// Passwords of jobs that have ended, jobs that ended long ago.
void JobWorker::tend() {
    const auto now = std::chrono::steady_clock::now();
    if (tended_ != std::chrono::steady_clock::time_point() && now < tended_ + kTendEvery) return;
    tended_ = now;
    auto forgotten = application_.jobs().forget_ended_before(std::chrono::system_clock::now() - kEndedKept);
    if (!forgotten) log_.warning("cannot forget old jobs", {{"error", forgotten.error().message}});
    remove_garbage();
    const std::lock_guard lock(mutex_);
    std::erase_if(passwords_, [this](const auto& entry) {
        auto job = application_.jobs().find(entry.first);
        return job && (!*job || is_final((*job)->state));
    });
}

Result<ingestion::JobEquipment> JobWorker::equip(const jobs::Job& job) {
    auto lock = application_.ingest_lock(ingestion::IngestLock::WhenBusy::kRefuse, {});
    if (!lock) return propagate(lock);
    if (auto room = application_.check_room(0); !room) return propagate(room);
    std::filesystem::path file = job.file;
    if (job.file.empty()) {
        auto blob = application_.blobs().find(job.document_id);
        if (!blob) return propagate(blob);
        if (!*blob)
            return fail(ErrorKind::kNotFound,
                        "the bytes of the upload are gone (blob " + job.document_id + "); upload the file again");
        auto path = application_.blobs().path(job.document_id);
        if (!path) return propagate(path);
        file = std::move(*path);
    }
    extraction::PasswordBook passwords;
    if (const std::string password = find_password(job.id); !password.empty()) {
        auto parsed = extraction::PasswordBook::parse("*\t" + password);
        if (!parsed) return propagate(parsed);
        passwords = std::move(*parsed);
    }
    auto extractor = application_.make_extractor(std::move(passwords));
    if (!extractor) return propagate(extractor);
    auto ingestor = application_.ingestor(**extractor);
    if (!ingestor) return propagate(ingestor);
    return ingestion::JobEquipment{std::move(*lock), std::move(file), std::move(*extractor), std::move(*ingestor)};
}

}  // namespace genai::app
