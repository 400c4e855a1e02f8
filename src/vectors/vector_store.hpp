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

namespace genai::vectors {

// The nearest chunks to a question's embedding, among the versions that it holds. Derived from chunks/ and always
// rebuildable; it holds what it was given, and whoever gives it decides what is live (retrieval/live_index).
// Safe to use from several threads: searches run side by side, changes wait for them.
class VectorStore {
public:
    virtual ~VectorStore() = default;

    // Adds a version's chunks; ordinals[i] has row i. Adding a version that is held replaces it.
    virtual Result<void> add(const Scope& scope, const std::string& version, std::span<const std::uint32_t> ordinals,
                             const Embeddings& rows) = 0;
    // Forgets the versions; one that is not held is no error. No search that starts afterwards sees them.
    virtual Result<void> remove(const Scope& scope, std::span<const std::string> versions) = 0;
    virtual Result<std::vector<std::string>> versions(const Scope& scope) = 0;

    // The `k` nearest, best first, ties in order of the key. Exact.
    virtual Result<std::vector<VectorHit>> search(const Scope& scope, std::span<const float> query, std::size_t k,
                                                  const Limits& limits) = 0;
    // The cosines of these chunks; one that is not held is left out.
    virtual Result<std::vector<VectorHit>> score(const Scope& scope, std::span<const float> query,
                                                 std::span<const ChunkKey> keys) = 0;
};

}  // namespace genai::vectors
