// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "chunks/chunk_store.hpp"
#include "embedding/embedder.hpp"
#include "filters/document_directory.hpp"
#include "model/answer.hpp"
#include "model/embedding.hpp"
#include "retrieval/leg_search.hpp"
#include "retrieval/live_index.hpp"
#include "retrieval/settings.hpp"

namespace genai::retrieval {

// Which legs of the search take part: all for users; one kind alone for evaluation.
enum class Legs { kHybrid, kVector, kKeyword };

// What was found for a question, best first, one passage a page.
struct Retrieval {
    std::vector<Passage> passages;
    std::vector<float> question_embedding;
    std::optional<std::size_t> documents_allowed;  // how many the filter lets pass; nothing without a filter
    Nearness nearness;
    std::vector<Degradation> degraded;
    double embed_ms = 0;
    double search_ms = 0;
};

// Finds the pages that answer a question. Four legs: the nearest chunks by embedding, and BM25 over pages, over chunks
// and over whole documents. Each leg's scores are made comparable as z-scores over the pages that any leg found, and
// added by weight, and so is how well a document is what the question names (docs/decisions/0040); of a page, the chunk
// that fits the question best stands for it. Several collections are searched as
// one (docs/decisions/0025); what the filter leaves out is left out of every leg. Sees every version that was live when
// the call began. Safe to use from several threads.
class Retriever {
public:
    struct Ports {
        catalog::Catalog& catalog;
        chunks::ChunkStore& chunks;
        embedding::Embedder& embedder;
        Indexes indexes;
        filters::DocumentDirectory& directory;
        const profiles::ProfileChoice* profiles = nullptr;  // nullptr: none
    };

    Retriever(const Settings& settings, const Ports& ports);

    Result<Retrieval> retrieve(const Question& question, Legs legs, const Limits& limits);

    // Brings the indexes up to date with the catalog now, so that the first question does not wait for it.
    Result<void> refresh(const Scope& scope, const Limits& limits);

private:
    Result<std::vector<float>> embed(std::string_view question, Retrieval& found, const Limits& limits);
    Result<Pool> make_pool(const Question& question, Retrieval& found, const Limits& limits);
    Result<std::vector<Passage>> search(const Question& question, Legs legs, Retrieval& found, const Limits& limits);

    Settings settings_;
    Ports ports_;
    LiveIndex live_;
};

}  // namespace genai::retrieval
