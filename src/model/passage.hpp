// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/chunk.hpp"
#include "model/document.hpp"

namespace genai {

// Where a chunk stands: a version of a document (a ULID, unique over all scopes) and the chunk's ordinal in it.
struct ChunkKey {
    std::string version;
    std::uint32_t ordinal = 0;

    auto operator<=>(const ChunkKey&) const = default;
};

// A page of a version of a document.
struct PageKey {
    std::string version;
    std::uint32_t page = 0;

    auto operator<=>(const PageKey&) const = default;
};

// A chunk and how near its embedding is to the question's: the cosine, clamped to [0, 1].
struct VectorHit {
    ChunkKey key;
    float cosine = 0;
};

// A page and its BM25 score.
struct KeywordHit {
    PageKey key;
    float bm25 = 0;
};

struct Scores {
    std::optional<float> vector;   // cosine in [0, 1]
    std::optional<float> keyword;  // BM25 of the chunk's page
};

// A retrieved chunk. `score` orders passages of one answer and means nothing more.
struct Passage {
    Document document;
    Chunk chunk;
    float score = 0;
    Scores scores;
};

}  // namespace genai
