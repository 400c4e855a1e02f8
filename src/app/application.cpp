// SPDX-License-Identifier: Apache-2.0
#include "app/application.hpp"

#include <filesystem>
#include <utility>

#include "catalog/sqlite_catalog.hpp"
#include "chunks/sqlite_chunk_store.hpp"
#include "embedding/make_embedder.hpp"
#include "extraction/make_extractor.hpp"
#include "lexical/embedded_lexical_index.hpp"
#include "vectors/faiss_vector_store.hpp"

namespace genai::app {
namespace {

constexpr const char* kStoreFile = "genai.db";
constexpr const char* kExtractorProgram = "genai-extract";

Result<platform::Installation> installation() {
    auto binary = platform::running_binary();
    if (!binary) return propagate(binary);
    return platform::find_installation(*binary);
}

}  // namespace

Result<std::unique_ptr<Application>> Application::open(const Settings& settings, platform::Log& log) {
    std::unique_ptr<Application> application(new Application(settings, log));
    if (auto opened = application->open_stores(); !opened) return propagate(opened);

    auto installed = installation();
    if (!installed) return propagate(installed);
    application->installation_ = std::move(*installed);
    auto extractor =
        extraction::make_extractor(settings.extraction, application->installation_.program(kExtractorProgram));
    if (!extractor) return propagate(extractor);
    application->extractor_ = std::move(*extractor);
    return application;
}

// One file is the truth, for names and versions as for texts and vectors.
Result<void> Application::open_stores() {
    auto database = platform::SqliteDatabase::open({.file = store_file(settings_)});
    if (!database) {
        return fail(database.error().kind,
                    "the store (FAISS_PERSIST_DIR, or else below DATA_DIR): " + database.error().message);
    }
    database_ = std::move(*database);
    auto catalog = catalog::SqliteCatalog::open(*database_);
    if (!catalog) return propagate(catalog);
    catalog_ = std::move(*catalog);
    auto chunks = chunks::SqliteChunkStore::open(*database_);
    if (!chunks) return propagate(chunks);
    chunks_ = std::move(*chunks);
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
    auto embedder = embedding::make_embedder(embedding);
    if (!embedder) return propagate(embedder);
    engine->embedder = std::move(*embedder);
    log_.info("embedder loaded", {{"embedder", engine->embedder->description()}});

    auto vectors = vectors::FaissVectorStore::make();
    if (!vectors) return propagate(vectors);
    engine->vectors = std::move(*vectors);
    engine->pages = std::make_unique<lexical::EmbeddedLexicalIndex>();
    engine->passages = std::make_unique<lexical::EmbeddedLexicalIndex>();
    engine->documents = std::make_unique<lexical::EmbeddedLexicalIndex>();

    const retrieval::Indexes indexes{*engine->vectors, *engine->pages, *engine->passages, *engine->documents};
    const retrieval::Retriever::Ports ports{*catalog_, *chunks_, *engine->embedder, indexes};
    engine->retriever = std::make_unique<retrieval::Retriever>(settings_.retrieval, ports);
    engine->answerer = std::make_unique<answering::Answerer>(settings_.answering, *engine->retriever, ports);
    return engine;
}

Result<ingestion::Ingestor> Application::ingestor(extraction::Extractor& extractor) {
    auto ready = engine();
    if (!ready) return propagate(ready);
    return ingestion::Ingestor(settings_.ingestion, settings_.chunking,
                               {*catalog_, *chunks_, extractor, *(*ready)->embedder});
}

Result<ingestion::IngestLock> Application::ingest_lock(ingestion::IngestLock::WhenBusy when_busy,
                                                       const Limits& limits) const {
    return ingestion::IngestLock::acquire(settings_.store_dir, when_busy, limits);
}

std::filesystem::path store_file(const Settings& settings) { return settings.store_dir / kStoreFile; }

Result<void> open_tables(platform::SqliteDatabase& database) {
    if (auto catalog = catalog::SqliteCatalog::open(database); !catalog) return propagate(catalog);
    if (auto chunks = chunks::SqliteChunkStore::open(database); !chunks) return propagate(chunks);
    return {};
}

Result<void> require_collection(catalog::Catalog& catalog, const Scope& scope) {
    if (scope.collection == Scope{}.collection) return {};
    auto version = catalog.collection_version(scope);
    if (!version) return propagate(version);
    if (!version->empty()) return {};
    return fail(ErrorKind::kNotFound, "there is no collection " + scope.collection);
}

}  // namespace genai::app
