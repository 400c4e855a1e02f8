// SPDX-License-Identifier: Apache-2.0
#include "app/settings.hpp"

#include "platform/settings.hpp"

namespace genai::app {

void describe(Settings& settings, platform::Options& options) {
    options.section("Data");
    options.add("DATA_DIR", settings.data_dir, "Where everything is kept: genai.sqlite, on a local disk");
    options.add("RAW_DATA_DIR", settings.raw_data_dir, "What `genai ingest` reads when it is given no path")
        .derived("DATA_DIR/raw", [&settings] { settings.raw_data_dir = settings.data_dir / "raw"; });

    options.section("Providers");
    options.add("VECTORDB_PROVIDER", settings.vector_db, {{"faiss", VectorDb::kFaiss}},
                "Who keeps and searches the vectors: faiss is embedded");
    options
        .add("FAISS_PERSIST_DIR", settings.store_dir,
             "Where the embedded indexes keep files, all of which can be deleted: they are rebuilt from DATA_DIR")
        .derived("DATA_DIR/store", [&settings] { settings.store_dir = settings.data_dir / "store"; });
    vectors::describe(settings.vectors, options);
    options.add("LLM_PROVIDER", settings.llm_provider, {{"none", LlmProvider::kNone}},
                "Who words the answers: with none they are quoted from the documents");

    extraction::describe(settings.extraction, options);
    chunking::describe(settings.chunking, options);
    embedding::describe(settings.embedding, options);
    ingestion::describe(settings.ingestion, options);
    retrieval::describe(settings.retrieval, options);
    options.add("PROFILES_DIR", settings.retrieval.profiles_dir, "Profiles of one's own, NAME.json each")
        .derived("DATA_DIR/profiles",
                 [&settings] { settings.retrieval.profiles_dir = settings.data_dir / "profiles"; });
    answering::describe(settings.answering, options);
    api::describe(settings.api, options);
    platform::describe(settings.log, options);
}

}  // namespace genai::app
