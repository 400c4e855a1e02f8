// SPDX-License-Identifier: Apache-2.0
#include "vectors/faiss_vector_store.hpp"

#include <faiss/impl/FaissException.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <new>
#include <shared_mutex>

#include "vectors/flat_rows.hpp"

namespace genai::vectors {

namespace {

Result<void> check_rows(std::span<const std::uint32_t> ordinals, const Embeddings& rows) {
    if (ordinals.size() != rows.rows())
        return fail(ErrorKind::kInvalidInput,
                    fmt::format("{} ordinals came with {} embeddings", ordinals.size(), rows.rows()));
    std::vector<std::uint32_t> sorted(ordinals.begin(), ordinals.end());
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
        return fail(ErrorKind::kInvalidInput, "an ordinal came twice in one version");
    if (!std::all_of(rows.values().begin(), rows.values().end(), [](float value) { return std::isfinite(value); }))
        return fail(ErrorKind::kInvalidInput, "an embedding is no number");
    return {};
}

tl::unexpected<Error> wrong_dimension(std::size_t given, std::size_t held) {
    return fail(ErrorKind::kInvalidInput,
                fmt::format("an embedding of {} dimensions does not fit the collection's {}: was the embedding model "
                            "changed? `genai ingest --reindex` embeds anew",
                            given, held));
}

// Runs a call into FAISS, whose exceptions stop here.
template <class Call>
auto guarded(Call call) -> decltype(call()) {
    try {
        return call();
    } catch (const faiss::FaissException& error) {
        return fail(ErrorKind::kInternal, fmt::format("the vector search failed: {}", error.what()));
    } catch (const std::bad_alloc&) {
        return fail(ErrorKind::kExhausted, "memory has run out for the vectors");
    }
}

}  // namespace

Result<std::unique_ptr<FaissVectorStore>> FaissVectorStore::make() {
#if GENAI_FAISS_AVX2
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return fail(ErrorKind::kUnavailable,
                    "this build's vector search needs a CPU with AVX2 and FMA: build genai on this machine, or with "
                    "GENAI_FAISS_LEVEL=generic");
#endif
    return std::unique_ptr<FaissVectorStore>(new FaissVectorStore);
}

FaissVectorStore::FaissVectorStore() = default;
FaissVectorStore::~FaissVectorStore() = default;

Result<void> FaissVectorStore::add(const Scope& scope, const std::string& version,
                                   std::span<const std::uint32_t> ordinals, const Embeddings& rows) {
    if (auto checked = check_rows(ordinals, rows); !checked) return checked;
    return guarded([&]() -> Result<void> {
        const std::unique_lock lock(mutex_);
        auto& held = scopes_[scope];
        // A document without chunks has no dimension; it counts as held all the same.
        if (held == nullptr) held = std::make_unique<FlatRows>(rows.dimension());
        if (rows.rows() > 0 && held->live() > 0 && rows.dimension() != held->dimension())
            return wrong_dimension(rows.dimension(), held->dimension());
        held->remove(version);
        if (rows.rows() > 0 && held->live() == 0) held->set_dimension(rows.dimension());
        held->add(version, ordinals, rows);
        return {};
    });
}

Result<void> FaissVectorStore::remove(const Scope& scope, std::span<const std::string> versions) {
    return guarded([&]() -> Result<void> {
        const std::unique_lock lock(mutex_);
        const auto held = scopes_.find(scope);
        if (held == scopes_.end()) return {};
        for (const std::string& version : versions) held->second->remove(version);
        if (held->second->versions().empty()) scopes_.erase(held);
        return {};
    });
}

Result<std::vector<std::string>> FaissVectorStore::versions(const Scope& scope) {
    const std::shared_lock lock(mutex_);
    const auto held = scopes_.find(scope);
    return held == scopes_.end() ? std::vector<std::string>() : held->second->versions();
}

Result<std::vector<VectorHit>> FaissVectorStore::search(const Scope& scope, std::span<const float> query, std::size_t k,
                                                        const Limits& limits) {
    if (auto checked = limits.check("the vector search"); !checked) return propagate(checked);
    return guarded([&]() -> Result<std::vector<VectorHit>> {
        const std::shared_lock lock(mutex_);
        const auto held = scopes_.find(scope);
        if (held == scopes_.end() || held->second->live() == 0 || k == 0) return std::vector<VectorHit>();
        if (query.size() != held->second->dimension()) return wrong_dimension(query.size(), held->second->dimension());
        return held->second->search(query.data(), k, limits);
    });
}

Result<std::vector<VectorHit>> FaissVectorStore::score(const Scope& scope, std::span<const float> query,
                                                       std::span<const ChunkKey> keys) {
    const std::shared_lock lock(mutex_);
    const auto held = scopes_.find(scope);
    if (held == scopes_.end() || held->second->live() == 0) return std::vector<VectorHit>();
    if (query.size() != held->second->dimension()) return wrong_dimension(query.size(), held->second->dimension());
    return held->second->score(query.data(), keys);
}

}  // namespace genai::vectors
