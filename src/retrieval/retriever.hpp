// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "chunks/chunk_store.hpp"
#include "embedding/embedder.hpp"
#include "filters/document_directory.hpp"
#include "model/answer.hpp"
#include "model/embedding.hpp"
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
    float best_cosine = 0;                         // of all that may be found
    float best_matched_idf = 0;  // the greatest share of the question's idf mass that one page found holds
    std::vector<Degradation> degraded;
    double embed_ms = 0;
    double search_ms = 0;
};

// Finds the pages that answer a question. Four legs: the nearest chunks by embedding, and BM25 over pages, over chunks
// and over whole documents. Each leg's scores are made comparable as z-scores over the pages that any leg found, and
// added by weight; of a page, the chunk that fits the question best stands for it. Several collections are searched as
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
    };

    Retriever(const Settings& settings, const Ports& ports);

    Result<Retrieval> retrieve(const Question& question, Legs legs, const Limits& limits);

    // Brings the indexes up to date with the catalog now, so that the first question does not wait for it.
    Result<void> refresh(const Scope& scope, const Limits& limits);

private:
    struct Candidate;
    struct Pool;

    Result<Pool> make_pool(const Question& question, Retrieval& found, const Limits& limits);
    Result<std::vector<Candidate>> search(const Question& question, Legs legs, Pool& pool, Retrieval& found,
                                          const Limits& limits);
    Result<void> add_nearest(const Question& question, Pool& pool, Retrieval& found, const Limits& limits);
    Result<void> add_by_words(const Question& question, Pool& pool, Retrieval& found, const Limits& limits);
    Result<void> score_all(const Question& question, Pool& pool, const Retrieval& found);
    static void leave_out_repeats(std::vector<Candidate>& candidates, const Pool& pool);
    void rank(std::vector<Candidate>& candidates, Legs legs) const;
    Result<std::vector<Passage>> read_passages(const Question& question, std::vector<Candidate>& candidates,
                                               const Pool& pool, std::span<const float> question_embedding);
    Result<std::vector<Document>> read_documents(const Question& question, const std::vector<Candidate>& candidates);
    Result<VectorHit> best_chunk(const Question& question, const Candidate& page, const Pool& pool,
                                 std::span<const float> question_embedding);

    Settings settings_;
    Ports ports_;
    LiveIndex live_;
};

}  // namespace genai::retrieval
