// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>

#include "answering/answerer.hpp"
#include "app/page_images.hpp"
#include "app/settings.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "blobs/blob_store.hpp"
#include "catalog/catalog.hpp"
#include "chunks/chunk_store.hpp"
#include "embedding/embedder.hpp"
#include "extraction/cage.hpp"
#include "extraction/extractor.hpp"
#include "extraction/page_renderer.hpp"
#include "extraction/password_book.hpp"
#include "ingestion/deletion.hpp"
#include "ingestion/ingest_lock.hpp"
#include "ingestion/ingestor.hpp"
#include "jobs/job_queue.hpp"
#include "lexical/lexical_index.hpp"
#include "originals/originals.hpp"
#include "platform/installation.hpp"
#include "platform/log.hpp"
#include "platform/sqlite_database.hpp"
#include "profiles/profile_choice.hpp"
#include "retrieval/retriever.hpp"
#include "vectors/vector_store.hpp"

namespace genai::app {

// What answers questions: the model, the indexes over what is live, and what asks them. Members are used as they are;
// all of them are safe to use from several threads.
struct Engine {
    std::unique_ptr<embedding::Embedder> embedder;
    std::unique_ptr<vectors::VectorStore> vectors;
    std::unique_ptr<lexical::LexicalIndex> pages;
    std::unique_ptr<lexical::LexicalIndex> passages;
    std::unique_ptr<lexical::LexicalIndex> documents;
    profiles::ProfileChoice profiles;
    std::unique_ptr<retrieval::Retriever> retriever;
    std::unique_ptr<answering::Answerer> answerer;
};

// The composition root: owns one of everything and gives each what it works with, bottom up. The stores open at once,
// in milliseconds; the engine, with the model, when it is first asked for. Safe to use from several threads.
class Application {
public:
    // Opens the store of settings.data_dir. Where it is missing, kMake makes an empty one and says so in the log; kFail
    // is for what only reads: a mistyped DATA_DIR must not look like an empty library. `settings` and `log` outlive it.
    enum class WhenMissing { kMake, kFail };
    static Result<std::unique_ptr<Application>> open(const Settings& settings, platform::Log& log,
                                                     WhenMissing when_missing);
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    blobs::BlobStore& blobs() { return *blobs_; }
    catalog::Catalog& catalog() { return *catalog_; }
    // The same documents, to be filtered.
    filters::DocumentDirectory& directory() { return *directory_; }
    chunks::ChunkStore& chunks() { return *chunks_; }
    jobs::JobQueue& jobs() { return *jobs_; }
    ingestion::Deletion deletion() { return {*catalog_, *jobs_}; }
    PageImages& page_images() { return *page_images_; }
    originals::Originals& originals() { return *originals_; }
    extraction::PageRenderer& page_renderer() { return *page_renderer_; }
    extraction::Extractor& extractor() { return *extractor_; }
    // One more, which tries the passwords on encrypted files.
    Result<std::unique_ptr<extraction::Extractor>> make_extractor(extraction::PasswordBook passwords) const;
    // For what treats the store as a file: reconcile and backup.
    platform::SqliteDatabase& database() { return *database_; }

    // Loads the model the first time; threads that ask meanwhile wait.
    Result<Engine*> engine();

    // Takes files into the stores; hold ingest_lock() while it runs. `extractor` reads the files.
    Result<ingestion::Ingestor> ingestor(extraction::Extractor& extractor);
    // Whether the disk and the memory have room for so many bytes more.
    Result<void> check_room(std::uint64_t bytes) const;
    Result<ingestion::IngestLock> ingest_lock(ingestion::IngestLock::WhenBusy when_busy, const Limits& limits) const;

private:
    Application(const Settings& settings, platform::Log& log) : settings_(settings), log_(log) {}
    Result<void> open_stores(WhenMissing when_missing);
    Result<std::unique_ptr<Engine>> make_engine();

    const Settings& settings_;
    platform::Log& log_;
    platform::Installation installation_;
    std::unique_ptr<platform::SqliteDatabase> database_;
    std::unique_ptr<blobs::BlobStore> blobs_;
    std::unique_ptr<catalog::Catalog> catalog_;
    std::unique_ptr<filters::DocumentDirectory> directory_;
    std::unique_ptr<chunks::ChunkStore> chunks_;
    std::unique_ptr<jobs::JobQueue> jobs_;
    std::unique_ptr<extraction::Extractor> extractor_;
    std::unique_ptr<originals::Originals> originals_;
    std::unique_ptr<extraction::PageRenderer> page_renderer_;
    std::unique_ptr<PageImages> page_images_;
    std::mutex engine_mutex_;
    std::unique_ptr<Engine> engine_;
};

// What the process that reads PDFs is held with on this machine; needs no application.
Result<extraction::Cage> probe_cage();
// How long the rows of a replaced or deleted version stay: longer than any question may run that still reads them.
std::chrono::milliseconds retired_kept(const Settings& settings);
// The file that is the truth, and what every store must let through that is to be used as it.
std::filesystem::path store_file(const Settings& settings);
Result<void> open_tables(platform::SqliteDatabase& database);

// kNotFound when nothing was ever ingested into the collection; the default collection always exists.
Result<void> require_collection(catalog::Catalog& catalog, const Scope& scope);

}  // namespace genai::app
