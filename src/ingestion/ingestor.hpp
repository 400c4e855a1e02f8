// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "chunking/settings.hpp"
#include "chunks/chunk_store.hpp"
#include "embedding/embedder.hpp"
#include "extraction/extractor.hpp"
#include "ingestion/discovery.hpp"
#include "ingestion/settings.hpp"

namespace genai::ingestion {

enum class Outcome {
    kIndexed,        // read anew; `state` says how that ended
    kUnchanged,      // the same bytes with the same settings are live already
    kNamed,          // the same bytes are live under another name; this name was added
    kOtherSettings,  // live, but indexed with other settings; left as it is unless Reindex asks
    kUnreadable,     // the file could not be opened, or changed while it was read; nothing was recorded
    kCancelled,      // the run was stopped before this file was done
};

std::string_view to_string(Outcome outcome);

// How one file ended.
struct FileReport {
    SourceFile file;
    std::string document_id;
    Outcome outcome = Outcome::kIndexed;
    DocumentState state = DocumentState::kPending;
    std::string reason;
    std::uint32_t pages = 0;
    std::uint32_t chunks = 0;
    std::uint32_t resumed_at = 0;  // the page that an earlier run was stopped at and this one went on from; 0: none
    std::chrono::milliseconds took{0};
};

enum class Stage { kReading, kEmbedding, kCommitting };

std::string_view to_string(Stage stage);

// Where a run stands. Totals of pages grow as files are opened.
struct Progress {
    std::size_t files_done = 0;
    std::size_t files_total = 0;
    std::uint64_t pages_done = 0;
    std::uint64_t pages_total = 0;  // of the files opened so far
    std::uint64_t chunks_done = 0;
    std::string file;  // one that is being worked on
    Stage stage = Stage::kReading;
    std::chrono::milliseconds elapsed{0};
    std::optional<std::chrono::milliseconds> left;  // from the bytes done; empty until there is ground for a guess
};

// Told of a run's course, from the workers' threads, one call at a time.
class IngestObserver {
public:
    virtual ~IngestObserver() = default;
    virtual void on_progress(const Progress& progress) = 0;
    virtual void on_file(const FileReport& report) = 0;
};

// What a run did, by file in the order of discovery.
struct IngestReport {
    std::vector<FileReport> files;
    std::size_t garbage_removed = 0;  // versions of earlier runs that nothing points to and nobody goes on with
    std::chrono::milliseconds took{0};

    // True when a file ended in a failed state or was not finished: the command line's exit code 1.
    bool has_failures() const;
};

// Which documents that are live already are read again: none, those indexed with other settings, or all.
enum class Reindex { kNo, kOtherSettings, kAll };

// What earlier runs were stopped at, by document id.
using Drafts = std::map<std::string, chunks::Draft>;

// Takes files through the stages: read, chunk, embed, store, and the flip that makes the new version live, one file
// independent of the other, a few at a time. A bad file ends in a visible state and costs no other file anything.
// Each batch is kept with the draft of its version, so a run that was killed or called off goes on with the same
// version where it stopped. Memory is bounded by the batch. At most one run at a time writes to a data directory: see
// IngestLock.
class Ingestor {
public:
    struct Ports {
        catalog::Catalog& catalog;
        chunks::ChunkStore& chunks;
        extraction::Extractor& extractor;
        embedding::Embedder& embedder;
    };

    Ingestor(const Settings& settings, const chunking::Settings& chunking, const Ports& ports);

    // An error only when the run as a whole cannot go on (disk full, database gone, child program missing).
    Result<IngestReport> ingest(const Scope& scope, const std::vector<SourceFile>& files, Reindex reindex,
                                IngestObserver& observer, const Limits& limits);

    // Of the settings that a version indexed now would have.
    const std::string& fingerprint() const { return fingerprint_; }

private:
    Result<Drafts> clean_up(const Scope& scope, IngestReport& report);

    Settings settings_;
    chunking::Settings chunking_;
    Ports ports_;
    std::string fingerprint_;
};

}  // namespace genai::ingestion
