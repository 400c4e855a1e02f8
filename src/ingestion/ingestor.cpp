// SPDX-License-Identifier: Apache-2.0
#include "ingestion/ingestor.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/hash.hpp"
#include "chunking/chunker.hpp"
#include "ingestion/document_run.hpp"
#include "ingestion/progress_board.hpp"

namespace genai::ingestion {

namespace {

// More files at once do not help: the embedder shares out every batch over all cores anyway, and two files keep it fed.
constexpr std::size_t kWorkersMax = 16;

std::size_t choose_workers(const Settings& settings, std::size_t files) {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t wanted = settings.workers > 0 ? settings.workers : std::max<std::size_t>(2, cores);
    return std::clamp<std::size_t>(wanted, 1, std::min(kWorkersMax, std::max<std::size_t>(1, files)));
}

// Versions that nothing points to: what a killed run wrote, and what later versions replaced.
Result<std::size_t> remove_garbage(const Scope& scope, const Ingestor::Ports& ports) {
    const auto live = ports.catalog.live_versions(scope);
    if (!live) return propagate(live);
    std::set<std::string> kept;
    for (const catalog::LiveVersion& version : *live) kept.insert(version.version);
    const auto stored = ports.chunks.versions(scope);
    if (!stored) return propagate(stored);
    std::size_t removed = 0;
    for (const std::string& version : *stored) {
        if (kept.contains(version)) continue;
        if (auto erased = ports.chunks.erase(version); !erased) return propagate(erased);
        ++removed;
    }
    return removed;
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

Result<IngestReport> Ingestor::ingest(const Scope& scope, const std::vector<SourceFile>& files, Reindex reindex,
                                      IngestObserver& observer, const Limits& limits) {
    const auto begin = std::chrono::steady_clock::now();
    IngestReport report;
    const auto garbage = remove_garbage(scope, ports_);
    if (!garbage) return propagate(garbage);
    report.garbage_removed = *garbage;
    report.files.resize(files.size());

    ProgressBoard board(observer, files);
    const DocumentRun::Plan plan{scope, fingerprint_, settings_, chunking_, ports_, reindex};
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
