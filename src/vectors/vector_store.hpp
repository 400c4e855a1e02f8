// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/embedding.hpp"
#include "model/passage.hpp"
#include "model/scope.hpp"
#include "model/version_filter.hpp"

namespace genai::vectors {

// How a search may find: by the store's index, which may miss a few, or by comparing with every row.
enum class Accuracy { kAsIndexed, kExact };

// What is looked for. Versions that the filter leaves out are left out before ranking: k that pass are found if there
// are so many.
struct VectorQuery {
    std::span<const float> embedding;
    std::size_t k = 10;
    VersionFilter filter{};
    Accuracy accuracy = Accuracy::kAsIndexed;
};

// How a scope is searched, for people and metrics.
struct IndexReport {
    std::string kind;              // "flat", "ivf", "hnsw"
    std::string why;               // what led to it, as a sentence
    std::size_t rows = 0;          // live
    std::size_t indexed_rows = 0;  // of these, the index's; the others are compared one by one
    std::size_t bytes = 0;         // of memory, about
    double build_seconds = 0;      // of the index, on one thread
};

// The nearest chunks to a question's embedding, among the versions that it holds. Derived from chunks/ and always
// rebuildable; it holds what it was given, and whoever gives it decides what is live (retrieval/live_index).
// Safe to use from several threads: searches run side by side, changes wait for them, and neither waits for an index
// to be built.
class VectorStore {
public:
    virtual ~VectorStore() = default;

    // Adds a version's chunks; ordinals[i] has row i. Adding a version that is held replaces it.
    virtual Result<void> add(const Scope& scope, const std::string& version, std::span<const std::uint32_t> ordinals,
                             const Embeddings& rows) = 0;
    // Forgets the versions; one that is not held is no error. No search that starts afterwards sees them.
    virtual Result<void> remove(const Scope& scope, std::span<const std::string> versions) = 0;
    virtual Result<std::vector<std::string>> versions(const Scope& scope) = 0;

    // The query's k nearest, best first, ties in order of the key. Every cosine is exact, however it was found.
    virtual Result<std::vector<VectorHit>> search(const Scope& scope, const VectorQuery& query,
                                                  const Limits& limits) = 0;
    // The cosines of these chunks; one that is not held is left out.
    virtual Result<std::vector<VectorHit>> score(const Scope& scope, std::span<const float> query,
                                                 std::span<const ChunkKey> keys) = 0;

    virtual Result<IndexReport> report(const Scope& scope) = 0;
    // Waits until no index is being built or due. For measuring and tests; nothing else needs to wait.
    virtual Result<void> settle(const Limits& limits) = 0;
};

}  // namespace genai::vectors
