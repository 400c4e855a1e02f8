// SPDX-License-Identifier: Apache-2.0
#include "app/application.hpp"

#include <array>
#include <filesystem>
#include <thread>
#include <utility>

#include "app/blob_folder.hpp"
#include "catalog/sqlite_catalog.hpp"
#include "chunks/sqlite_chunk_store.hpp"
#include "embedding/make_embedder.hpp"
#include "extraction/cage_probe.hpp"
#include "extraction/make_extractor.hpp"
#include "extraction/pdf_renderer.hpp"
#include "ingestion/room.hpp"
#include "jobs/sqlite_job_queue.hpp"
#include "lexical/embedded_lexical_index.hpp"
#include "vectors/faiss_vector_store.hpp"

namespace genai::app {
namespace {

constexpr const char* kStoreFile = "genai.sqlite";
constexpr const char* kEarlierStoreFile = "genai.db";  // in FAISS_PERSIST_DIR, before the truth moved to DATA_DIR
constexpr const char* kVectorIndexes = "vectors";      // in FAISS_PERSIST_DIR
constexpr const char* kExtractorProgram = "genai-extract";

Result<platform::Installation> installation() {
    auto binary = platform::running_binary();
    if (!binary) return propagate(binary);
    return platform::find_installation(*binary);
}

// A file that cannot be looked at counts as there: opening it says why.
bool is_absent(const std::filesystem::path& file) {
    std::error_code ignored;
    return std::filesystem::status(file, ignored).type() == std::filesystem::file_type::not_found;
}

// Cut off by a file system that lost it, or begun by a process that died before its first row.
bool holds_nothing(const std::filesystem::path& file) {
    std::error_code code;
    return std::filesystem::file_size(file, code) == 0 && !code;
}

// Silence about a library in the earlier place would look like its loss.
Result<void> refuse_earlier_layout(const std::filesystem::path& earlier, const std::filesystem::path& file) {
    if (is_absent(earlier)) return {};
    std::string moves = "mv " + earlier.string() + " " + file.string();
    const std::string log = earlier.string() + "-wal";
    if (!is_absent(log)) moves += " && mv " + log + " " + file.string() + "-wal";
    return fail(ErrorKind::kConflict, "found " + earlier.string() + ", the store of an earlier version, but no " +
                                          file.string() + ", where it belongs: while no genai runs, move it: " + moves);
}

}  // namespace

Result<std::unique_ptr<Application>> Application::open(const Settings& settings, platform::Log& log,
                                                       WhenMissing when_missing) {
    std::unique_ptr<Application> application(new Application(settings, log));
    if (auto opened = application->open_stores(when_missing); !opened) return propagate(opened);

    auto installed = installation();
    if (!installed) return propagate(installed);
    application->installation_ = std::move(*installed);
    auto extractor = application->make_extractor({});
    if (!extractor) return propagate(extractor);
    application->extractor_ = std::move(*extractor);
    application->originals_ = std::make_unique<originals::Originals>(*application->blobs_);
    application->page_renderer_ = std::make_unique<extraction::PdfRenderer>(
        application->installation_.program(kExtractorProgram), settings.extraction);
    application->page_images_ = std::make_unique<PageImages>(*application->originals_, *application->page_renderer_);
    return application;
}

Result<std::unique_ptr<extraction::Extractor>> Application::make_extractor(extraction::PasswordBook passwords) const {
    return extraction::make_extractor(settings_.extraction, installation_.program(kExtractorProgram),
                                      std::move(passwords));
}

// One file is the truth, for names and versions as for texts and vectors.
Result<void> Application::open_stores(WhenMissing when_missing) {
    const std::filesystem::path file = store_file(settings_);
    const bool is_new = is_absent(file) || holds_nothing(file);
    if (is_new) {
        if (auto none = refuse_earlier_layout(settings_.store_dir / kEarlierStoreFile, file); !none) return none;
        if (when_missing == WhenMissing::kFail) {
            return fail(ErrorKind::kNotFound, "no documents have been ingested into " + settings_.data_dir.string() +
                                                  " (DATA_DIR); run genai ingest PATH first");
        }
    }
    auto database = platform::SqliteDatabase::open({.file = file});
    if (!database) return fail(database.error().kind, "the store in DATA_DIR: " + database.error().message);
    database_ = std::move(*database);
    if (is_new) log_.info("new store: no documents are in it yet", {{"file", file.string()}});
    auto catalog = catalog::SqliteCatalog::open(*database_);
    if (!catalog) return propagate(catalog);
    catalog_ = std::move(*catalog);
    directory_ = std::make_unique<filters::DocumentDirectory>(*catalog_);
    auto chunks = chunks::SqliteChunkStore::open(*database_);
    if (!chunks) return propagate(chunks);
    chunks_ = std::move(*chunks);
    auto jobs = jobs::SqliteJobQueue::open(*database_);
    if (!jobs) return propagate(jobs);
    jobs_ = std::move(*jobs);
    auto blobs = open_blobs(settings_.data_dir);
    if (!blobs) return propagate(blobs);
    blobs_ = std::move(*blobs);
    return {};
}

Result<Engine*> Application::engine() {
    const std::lock_guard lock(engine_mutex_);
    if (!engine_) {
        auto made = make_engine();
        if (!made) return propagate(made);
        engine_ = std::move(*made);
    }
    return engine_.get();
}

Result<std::unique_ptr<Engine>> Application::make_engine() {
    auto engine = std::make_unique<Engine>();
    embedding::Settings embedding = settings_.embedding;
    if (embedding.model_folder.empty()) embedding.model_folder = installation_.model(embedding.model);
    const std::size_t cores = std::thread::hardware_concurrency();
    if (const std::size_t used = embedding::choose_threads(embedding, cores); used < embedding.threads) {
        log_.warning("EMBEDDING_THREADS is more than four for each core",
                     {{"set", embedding.threads}, {"cores", cores}, {"used", used}});
    }
    auto embedder = embedding::make_embedder(embedding);
    if (!embedder) return propagate(embedder);
    engine->embedder = std::move(*embedder);
    log_.info("embedder loaded", {{"embedder", engine->embedder->description()}});

    vectors::FaissVectorStore::Options options;
    options.policy.type = settings_.vectors.index_type;
    options.folder = settings_.store_dir / kVectorIndexes;
    options.fingerprint = engine->embedder->fingerprint();
    auto vectors = vectors::FaissVectorStore::make(options, log_);
    if (!vectors) return propagate(vectors);
    engine->vectors = std::move(*vectors);
    engine->pages = std::make_unique<lexical::EmbeddedLexicalIndex>();
    engine->passages = std::make_unique<lexical::EmbeddedLexicalIndex>();
    engine->documents = std::make_unique<lexical::EmbeddedLexicalIndex>();

    const retrieval::Indexes indexes{*engine->vectors, *engine->pages, *engine->passages, *engine->documents};
    const std::array folders{installation_.profiles(), settings_.retrieval.profiles_dir};
    auto profiles = profiles::ProfileChoice::load(settings_.retrieval.profile, folders);
    if (!profiles) return propagate(profiles);
    engine->profiles = std::move(*profiles);
    const retrieval::Retriever::Ports ports{*catalog_, *chunks_,    *engine->embedder,
                                            indexes,   *directory_, &engine->profiles};
    engine->retriever = std::make_unique<retrieval::Retriever>(settings_.retrieval, ports);
    engine->answerer = std::make_unique<answering::Answerer>(settings_.answering, *engine->retriever, ports);
    return engine;
}

Result<ingestion::Ingestor> Application::ingestor(extraction::Extractor& extractor) {
    auto ready = engine();
    if (!ready) return propagate(ready);
    ingestion::Settings ingestion = settings_.ingestion;
    ingestion.retired_kept = retired_kept(settings_);
    return ingestion::Ingestor(ingestion, settings_.chunking, {*catalog_, *chunks_, extractor, *(*ready)->embedder});
}

Result<void> Application::check_room(std::uint64_t bytes) const {
    auto room = ingestion::measure_room(settings_.data_dir);
    if (!room) return propagate(room);
    return ingestion::check_room(settings_.ingestion, *room, bytes);
}

Result<ingestion::IngestLock> Application::ingest_lock(ingestion::IngestLock::WhenBusy when_busy,
                                                       const Limits& limits) const {
    return ingestion::IngestLock::acquire(settings_.data_dir, when_busy, limits);
}

Result<extraction::Cage> probe_cage() {
    auto installed = installation();
    if (!installed) return propagate(installed);
    return extraction::probe_cage(installed->program(kExtractorProgram));
}

std::chrono::milliseconds retired_kept(const Settings& settings) {
    // A tenth more, for work that notices late that its time is over.
    return settings.api.request_timeout + settings.api.request_timeout / 10;
}

std::filesystem::path store_file(const Settings& settings) { return settings.data_dir / kStoreFile; }

Result<void> open_tables(platform::SqliteDatabase& database) {
    if (auto catalog = catalog::SqliteCatalog::open(database); !catalog) return propagate(catalog);
    if (auto chunks = chunks::SqliteChunkStore::open(database); !chunks) return propagate(chunks);
    if (auto jobs = jobs::SqliteJobQueue::open(database); !jobs) return propagate(jobs);
    return {};
}

Result<void> require_collection(catalog::Catalog& catalog, const Scope& scope) {
    if (scope.collection == Scope{}.collection) return {};
    auto version = catalog.collection_version(scope);
    if (!version) return propagate(version);
    if (!version->empty()) return {};
    return catalog::no_such_collection(scope.collection);
}

}  // namespace genai::app
