// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "platform/fair_shared_mutex.hpp"
#include "platform/log.hpp"
#include "vectors/index_build.hpp"
#include "vectors/index_folder.hpp"
#include "vectors/index_policy.hpp"
#include "vectors/index_worker.hpp"
#include "vectors/vector_store.hpp"

namespace genai::vectors {

class ScopeIndex;

// Vectors in memory, searched by FAISS in the calling thread alone, so that several questions at once share the cores
// without getting in each other's way. Rows are held as the floats given (1.5 KB for 384 dimensions). Small scopes are
// compared row by row; for large ones an index over short codes names candidates, which are compared exactly, beside
// the rows that came since it was built (index_policy.hpp says when). Building is a background thread's work; what it
// has built is kept in a folder for the next start.
class FaissVectorStore final : public VectorStore {
public:
    struct Options {
        IndexPolicy policy{};
        std::filesystem::path folder{};  // of the indexes; empty: they are not kept
        std::string fingerprint{};       // of the embedder
        // An index is built when changes have paused for so long.
        std::chrono::milliseconds quiet{2'000};
    };

    // kUnavailable when FAISS was compiled for a CPU that this machine has not. The log outlives the store.
    static Result<std::unique_ptr<FaissVectorStore>> make(const Options& options, platform::Log& log);
    ~FaissVectorStore() override;

    Result<void> add(const Scope& scope, const std::string& version, std::span<const std::uint32_t> ordinals,
                     const Embeddings& rows) override;
    Result<void> remove(const Scope& scope, std::span<const std::string> versions) override;
    Result<std::vector<std::string>> versions(const Scope& scope) override;
    Result<std::vector<VectorHit>> search(const Scope& scope, const VectorQuery& query, const Limits& limits) override;
    Result<std::vector<VectorHit>> score(const Scope& scope, std::span<const float> query,
                                         std::span<const ChunkKey> keys) override;
    Result<IndexReport> report(const Scope& scope) override;
    Result<void> settle(const Limits& limits) override;

private:
    class LockedRows;

    FaissVectorStore(const Options& options, platform::Log& log);

    std::optional<BuiltIndex> load_index(const Scope& scope);
    ScopeIndex& open_scope(const Scope& scope, std::size_t dimension, std::optional<BuiltIndex> loaded);
    void note(const Scope& scope);

    // The background thread's work.
    void maintain(const Scope& scope, const std::stop_token& stop);
    void drop_index(const Scope& scope, const std::string& why);
    Result<void> build(const Scope& scope, const IndexChoice& choice, const std::stop_token& stop);
    void adopt(const Scope& scope, BuiltIndex built);

    const IndexPolicy policy_;
    platform::Log& log_;
    std::optional<IndexFolder> folder_;
    platform::FairSharedMutex mutex_;
    std::map<Scope, std::unique_ptr<ScopeIndex>> scopes_;
    std::unique_ptr<IndexWorker> worker_;  // the last member: it uses the others; none when all is flat
};

}  // namespace genai::vectors
