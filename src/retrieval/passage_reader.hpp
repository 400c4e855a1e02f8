// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "chunks/chunk_store.hpp"
#include "model/answer.hpp"
#include "retrieval/pool.hpp"

namespace genai::retrieval {

// From pages to passages: of each page, the chunk that fits the question best stands for it.
class PassageReader {
public:
    PassageReader(catalog::Catalog& catalog, chunks::ChunkStore& chunks, vectors::VectorStore& vectors)
        : catalog_(catalog), chunks_(chunks), vectors_(vectors) {}

    // In order of the candidates. kConflict when one of their documents is no longer live.
    Result<std::vector<Passage>> read(const Question& question, std::span<const Candidate> candidates, const Pool& pool,
                                      std::span<const float> question_embedding) const;

private:
    Result<std::vector<Document>> read_documents(const Question& question, std::span<const Candidate> candidates) const;
    Result<VectorHit> best_chunk(const Question& question, const Candidate& page, const Pool& pool,
                                 std::span<const float> question_embedding) const;

    catalog::Catalog& catalog_;
    chunks::ChunkStore& chunks_;
    vectors::VectorStore& vectors_;
};

}  // namespace genai::retrieval
