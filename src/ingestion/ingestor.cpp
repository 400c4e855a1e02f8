// SPDX-License-Identifier: Apache-2.0
#include "ingestion/ingestor.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include "base/hash.hpp"
#include "chunking/chunker.hpp"
#include "ingestion/document_run.hpp"
#include "ingestion/garbage.hpp"
#include "ingestion/progress_board.hpp"
#include "platform/crash_point.hpp"

namespace genai::ingestion {

namespace {

// More files at once do not help: the embedder shares out every batch over all cores anyway, and two files keep it fed.
constexpr std::size_t kWorkersMax = 16;

std::size_t choose_workers(const Settings& settings, std::size_t files) {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t wanted = settings.workers > 0 ? settings.workers : std::max<std::size_t>(2, cores);
    return std::clamp<std::size_t>(wanted, 1, std::min(kWorkersMax, std::max<std::size_t>(1, files)));
}

FileReport cancelled(const SourceFile& file, std::string reason) {
    FileReport report;
    report.file = file;
    report.outcome = Outcome::kCancelled;
    report.reason = std::move(reason);
    return report;
}

}  // namespace

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
        case Outcome::kIndexed: return "indexed";
        case Outcome::kUnchanged: return "unchanged";
        case Outcome::kNamed: return "named";
        case Outcome::kOtherSettings: return "other_settings";
        case Outcome::kUnreadable: return "unreadable";
        case Outcome::kCancelled: return "cancelled";
    }
    return "unknown";
}

std::string_view to_string(Stage stage) {
    switch (stage) {
        case Stage::kReading: return "reading";
        case Stage::kEmbedding: return "embedding";
        case Stage::kCommitting: return "committing";
    }
    return "unknown";
}

bool IngestReport::has_failures() const {
    return std::any_of(files.begin(), files.end(), [](const FileReport& report) {
        return report.outcome == Outcome::kCancelled || report.outcome == Outcome::kUnreadable ||
               is_failure(report.state);
    });
}

Ingestor::Ingestor(const Settings& settings, const chunking::Settings& chunking, const Ports& ports)
    : settings_(settings),
      chunking_(chunking),
      ports_(ports),
      fingerprint_(sha256_hex(ports.extractor.fingerprint() + "\n" + chunking::fingerprint(chunking) + "\n" +
                              ports.embedder.fingerprint())
                       .substr(0, 16)) {}

// Removes what earlier runs left behind; returns what they were stopped at, by document.
Result<Drafts> Ingestor::clean_up(const Scope& scope, IngestReport& report) {
    auto leftovers = find_leftovers(scope, fingerprint_, settings_.retired_kept, ports_.catalog, ports_.chunks);
    if (!leftovers) return propagate(leftovers);
    platform::reach("ingest.garbage.before");
    if (auto erased = erase_leftovers(scope, *leftovers, ports_.catalog, ports_.chunks); !erased)
        return propagate(erased);
    platform::reach("ingest.garbage.after");
    report.garbage_removed = leftovers->garbage.size();
    Drafts drafts;
    for (chunks::Draft& draft : leftovers->unfinished) drafts.emplace(draft.document_id, std::move(draft));
    return drafts;
}

Result<IngestReport> Ingestor::ingest(const Scope& scope, const std::vector<SourceFile>& files, Reindex reindex,
                                      IngestObserver& observer, const Limits& limits) {
    const auto begin = std::chrono::steady_clock::now();
    IngestReport report;
    auto drafts = clean_up(scope, report);
    if (!drafts) return propagate(drafts);
    report.files.resize(files.size());

    ProgressBoard board(observer, files);
    const DocumentRun::Plan plan{scope, fingerprint_, settings_, chunking_, ports_, *drafts, reindex};
    std::atomic<std::size_t> next{0};
    std::atomic<bool> is_broken{false};
    std::mutex error_mutex;
    Result<void> error;
    // One document's bytes are the same work under every name: two workers must not do it at once.
    InFlight in_flight;

    const auto work = [&] {
        for (std::size_t i = next++; i < files.size(); i = next++) {
            DocumentRun run(plan, files[i], board.file(i), in_flight);
            Result<FileReport> done =
                is_broken ? cancelled(files[i], "an earlier file stopped the run") : run.execute(limits);
            if (!done) {
                const bool was_called_off = done.error().kind == ErrorKind::kCancelled;
                const std::lock_guard lock(error_mutex);
                if (!was_called_off && !is_broken.exchange(true)) {
                    error = fail(done.error().kind, files[i].path.string() + ": " + done.error().message);
                }
                done = cancelled(files[i], done.error().message);
            }
            report.files[i] = *done;
            board.finish(i, *done);
        }
    };
    {
        std::vector<std::jthread> workers;
        for (std::size_t i = 1; i < choose_workers(settings_, files.size()); ++i) workers.emplace_back(work);
        work();
    }
    if (!error) return propagate(error);
    report.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    return report;
}

}  // namespace genai::ingestion
