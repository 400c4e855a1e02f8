// SPDX-License-Identifier: Apache-2.0
#include "vectors/faiss_vector_store.hpp"

#include <faiss/impl/FaissException.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <new>
#include <shared_mutex>
#include <utility>

#include "vectors/scope_index.hpp"

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

std::string name_of(const Scope& scope) { return scope.tenant + "/" + scope.collection; }

}  // namespace

// The rows of a scope for a build, read under the store's lock a piece at a time, so that nobody waits long.
class FaissVectorStore::LockedRows final : public RowSource {
public:
    LockedRows(FaissVectorStore& store, Scope scope) : store_(store), scope_(std::move(scope)) {}

    std::size_t dimension() override {
        const std::shared_lock lock(store_.mutex_);
        const ScopeIndex* held = find();
        return held == nullptr ? 0 : held->rows().dimension();
    }

    std::vector<Version> versions() override {
        const std::shared_lock lock(store_.mutex_);
        std::vector<Version> versions;
        if (const ScopeIndex* held = find(); held != nullptr)
            for (const auto& [name, version] : held->rows().versions())
                if (version->rows() > 0) versions.push_back({name, version->serial, version->rows()});
        return versions;
    }

    void read(std::span<Piece> pieces, std::span<float> to) override {
        const std::shared_lock lock(store_.mutex_);
        const ScopeIndex* held = find();
        std::size_t room = 0;
        for (const Piece& piece : pieces) room += piece.rows;
        const std::size_t dimension = room == 0 ? 0 : to.size() / room;
        for (Piece& piece : pieces) {
            const FlatRows::Version* rows = held == nullptr ? nullptr : held->rows().find(piece.version->name);
            piece.is_there = rows != nullptr && rows->serial == piece.version->serial;
            for (std::size_t i = 0; piece.is_there && i < piece.rows; ++i) {
                const auto row = held->rows().row(*rows, piece.begin + i * piece.stride);
                std::copy(row.begin(), row.end(), to.begin() + static_cast<std::ptrdiff_t>(i * row.size()));
            }
            to = to.subspan(piece.rows * dimension);
        }
    }

private:
    const ScopeIndex* find() const {
        const auto held = store_.scopes_.find(scope_);
        return held == store_.scopes_.end() ? nullptr : held->second.get();
    }

    FaissVectorStore& store_;
    Scope scope_;
};

Result<std::unique_ptr<FaissVectorStore>> FaissVectorStore::make(const Options& options, platform::Log& log) {
#if GENAI_FAISS_AVX2
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
        return fail(ErrorKind::kUnavailable,
                    "this build's vector search needs a CPU with AVX2 and FMA: build genai on this machine, or with "
                    "GENAI_FAISS_LEVEL=generic");
#endif
    return std::unique_ptr<FaissVectorStore>(new FaissVectorStore(options, log));
}

FaissVectorStore::FaissVectorStore(const Options& options, platform::Log& log) : policy_(options.policy), log_(log) {
    if (policy_.type == IndexType::kFlat) return;
    if (!options.folder.empty()) folder_.emplace(options.folder, options.fingerprint, log);
    worker_ = std::make_unique<IndexWorker>(
        [this](const Scope& scope, const std::stop_token& stop) { maintain(scope, stop); }, options.quiet);
}

FaissVectorStore::~FaissVectorStore() = default;

Result<void> FaissVectorStore::add(const Scope& scope, const std::string& version,
                                   std::span<const std::uint32_t> ordinals, const Embeddings& rows) {
    if (auto checked = check_rows(ordinals, rows); !checked) return checked;
    auto added = guarded([&]() -> Result<void> {
        auto loaded = load_index(scope);
        const std::unique_lock lock(mutex_);
        ScopeIndex& held = open_scope(scope, rows.dimension(), std::move(loaded));
        if (rows.rows() > 0 && held.rows().live() > 0 && rows.dimension() != held.rows().dimension())
            return wrong_dimension(rows.dimension(), held.rows().dimension());
        held.add(version, ordinals, rows);
        return {};
    });
    note(scope);
    return added;
}

// What an earlier run has left, when the scope is not open yet.
std::optional<BuiltIndex> FaissVectorStore::load_index(const Scope& scope) {
    if (!folder_) return std::nullopt;
    {
        const std::shared_lock lock(mutex_);
        if (scopes_.contains(scope)) return std::nullopt;
    }
    return folder_->load(scope);
}

ScopeIndex& FaissVectorStore::open_scope(const Scope& scope, std::size_t dimension, std::optional<BuiltIndex> loaded) {
    auto& held = scopes_[scope];
    if (held != nullptr) return *held;
    // A document without chunks has no dimension; it counts as held all the same.
    held = std::make_unique<ScopeIndex>(dimension);
    if (loaded) held->adopt(std::make_unique<Generation>(std::move(*loaded)));
    return *held;
}

Result<void> FaissVectorStore::remove(const Scope& scope, std::span<const std::string> versions) {
    if (versions.empty()) return {};
    auto removed = guarded([&]() -> Result<void> {
        const std::unique_lock lock(mutex_);
        const auto held = scopes_.find(scope);
        if (held == scopes_.end()) return {};
        for (const std::string& version : versions) held->second->remove(version);
        if (held->second->rows().versions().empty()) scopes_.erase(held);
        return {};
    });
    note(scope);
    return removed;
}

Result<std::vector<std::string>> FaissVectorStore::versions(const Scope& scope) {
    const std::shared_lock lock(mutex_);
    std::vector<std::string> names;
    if (const auto held = scopes_.find(scope); held != scopes_.end())
        for (const auto& [name, version] : held->second->rows().versions()) names.push_back(name);
    return names;
}

Result<std::vector<VectorHit>> FaissVectorStore::search(const Scope& scope, const VectorQuery& query,
                                                        const Limits& limits) {
    if (auto checked = limits.check("the vector search"); !checked) return propagate(checked);
    return guarded([&]() -> Result<std::vector<VectorHit>> {
        const std::shared_lock lock(mutex_);
        const auto held = scopes_.find(scope);
        if (held == scopes_.end() || held->second->rows().live() == 0 || query.k == 0) return std::vector<VectorHit>();
        const std::size_t dimension = held->second->rows().dimension();
        if (query.embedding.size() != dimension) return wrong_dimension(query.embedding.size(), dimension);
        return held->second->search(query, policy_, limits);
    });
}

Result<std::vector<VectorHit>> FaissVectorStore::score(const Scope& scope, std::span<const float> query,
                                                       std::span<const ChunkKey> keys) {
    const std::shared_lock lock(mutex_);
    const auto held = scopes_.find(scope);
    if (held == scopes_.end() || held->second->rows().live() == 0) return std::vector<VectorHit>();
    const FlatRows& rows = held->second->rows();
    if (query.size() != rows.dimension()) return wrong_dimension(query.size(), rows.dimension());
    return rows.score(query.data(), keys);
}

Result<IndexReport> FaissVectorStore::report(const Scope& scope) {
    return guarded([&]() -> Result<IndexReport> {
        const std::shared_lock lock(mutex_);
        const auto held = scopes_.find(scope);
        IndexReport report{.kind = "flat", .why = choose_index(policy_, {}).why};
        if (held == scopes_.end()) return report;
        const IndexState state = held->second->state();
        report.why = choose_index(policy_, state).why;
        report.rows = state.live;
        report.bytes = held->second->rows().bytes();
        if (const Generation* generation = held->second->generation(); generation != nullptr) {
            report.kind = to_string(generation->kind());
            report.indexed_rows = state.indexed;
            report.bytes += generation->built().codes->bytes();
            report.build_seconds = generation->built().seconds;
        }
        return report;
    });
}

Result<void> FaissVectorStore::settle(const Limits& limits) {
    return worker_ == nullptr ? limits.check("waiting for the index") : worker_->settle(limits);
}

void FaissVectorStore::note(const Scope& scope) {
    if (worker_ != nullptr) worker_->note(scope);
}

void FaissVectorStore::maintain(const Scope& scope, const std::stop_token& stop) {
    IndexState state;
    {
        const std::shared_lock lock(mutex_);
        if (const auto held = scopes_.find(scope); held != scopes_.end()) state = held->second->state();
    }
    const IndexChoice choice = choose_index(policy_, state);
    const auto done = guarded([&]() -> Result<void> {
        if (choice.kind && is_build_due(policy_, state, *choice.kind)) return build(scope, choice, stop);
        if (!choice.kind && (state.kind || state.live == 0)) drop_index(scope, choice.why);
        return {};
    });
    if (done || done.error().kind == ErrorKind::kCancelled) return;
    if (done.error().kind == ErrorKind::kConflict) return note(scope);
    log_.warning("no vector index was built; every row is compared",
                 {{"collection", name_of(scope)}, {"why", done.error().message}});
}

void FaissVectorStore::drop_index(const Scope& scope, const std::string& why) {
    if (folder_) folder_->forget(scope);
    const std::unique_lock lock(mutex_);
    const auto held = scopes_.find(scope);
    if (held == scopes_.end() || held->second->generation() == nullptr) return;
    held->second->drop_generation();
    log_.info("vector index dropped", {{"collection", name_of(scope)}, {"why", why}});
}

Result<void> FaissVectorStore::build(const Scope& scope, const IndexChoice& choice, const std::stop_token& stop) {
    log_.info("building a vector index",
              {{"collection", name_of(scope)}, {"kind", to_string(*choice.kind)}, {"why", choice.why}});
    LockedRows rows(*this, scope);
    auto built = build_index({.kind = *choice.kind}, rows, stop);
    if (!built) return propagate(built);
    const bool is_good = built->recall >= policy_.recall_min;
    const bool is_refused = !is_good && policy_.type == IndexType::kAuto;
    log_.info("vector index built", {{"collection", name_of(scope)},
                                     {"kind", to_string(*choice.kind)},
                                     {"rows", built->codes->rows()},
                                     {"recall", built->recall},
                                     {"effort", built->tuning.effort},
                                     {"depth", built->tuning.depth},
                                     {"seconds", built->seconds}});
    if (!is_good)
        log_.warning(is_refused ? "it finds too few of the nearest: every row is compared instead"
                                : "it finds fewer of the nearest than it should; FAISS_INDEX_TYPE=flat finds all",
                     {{"recall", built->recall}, {"wanted", policy_.recall_min}});
    if (is_refused) {
        const std::unique_lock lock(mutex_);
        if (const auto held = scopes_.find(scope); held != scopes_.end()) held->second->refuse_index();
        return {};
    }
    adopt(scope, std::move(*built));
    return {};
}

// The file first: afterwards the index is the scope's, which may go at any time.
void FaissVectorStore::adopt(const Scope& scope, BuiltIndex built) {
    if (folder_)
        if (auto saved = folder_->save(scope, built); !saved)
            log_.warning(
                "the vector index could not be saved; it is used all the same, and built again after a restart",
                {{"collection", name_of(scope)}, {"why", saved.error().message}});
    auto generation = std::make_unique<Generation>(std::move(built));
    const std::unique_lock lock(mutex_);
    if (const auto held = scopes_.find(scope); held != scopes_.end()) held->second->adopt(std::move(generation));
}

}  // namespace genai::vectors
