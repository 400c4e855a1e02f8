// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>

#include "platform/fair_shared_mutex.hpp"
#include "vectors/vector_store.hpp"

namespace genai::vectors {

class FlatRows;

// Exact search in memory on FAISS: every live row of the scope is compared, in the calling thread alone, so that
// several questions at once share the cores without getting in each other's way. Rows are held as the floats given
// (1.5 KB for 384 dimensions). Removed rows are skipped, and make room once a quarter of their segment is dead.
class FaissVectorStore final : public VectorStore {
public:
    // kUnavailable when FAISS was compiled for a CPU that this machine has not.
    static Result<std::unique_ptr<FaissVectorStore>> make();
    ~FaissVectorStore() override;

    Result<void> add(const Scope& scope, const std::string& version, std::span<const std::uint32_t> ordinals,
                     const Embeddings& rows) override;
    Result<void> remove(const Scope& scope, std::span<const std::string> versions) override;
    Result<std::vector<std::string>> versions(const Scope& scope) override;
    Result<std::vector<VectorHit>> search(const Scope& scope, std::span<const float> query, std::size_t k,
                                          const Limits& limits) override;
    Result<std::vector<VectorHit>> score(const Scope& scope, std::span<const float> query,
                                         std::span<const ChunkKey> keys) override;

private:
    FaissVectorStore();

    platform::FairSharedMutex mutex_;
    std::map<Scope, std::unique_ptr<FlatRows>> scopes_;
};

}  // namespace genai::vectors
