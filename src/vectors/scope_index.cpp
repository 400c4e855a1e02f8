// SPDX-License-Identifier: Apache-2.0
#include "vectors/scope_index.hpp"

#include <algorithm>
#include <utility>

namespace genai::vectors {

IndexState ScopeIndex::state() const {
    IndexState state;
    state.live = rows_.live();
    state.refused_at = refused_at_;
    if (generation_ != nullptr) {
        state.kind = generation_->kind();
        state.held = generation_->rows();
        state.indexed = generation_->claimed_rows();
    }
    return state;
}

void ScopeIndex::add(const std::string& version, std::span<const std::uint32_t> ordinals, const Embeddings& rows) {
    remove(version);
    if (rows.rows() > 0 && rows_.live() == 0) rows_.set_dimension(rows.dimension());
    FlatRows::Version& added = rows_.add(version, ordinals, rows);
    if (generation_ != nullptr && generation_->claim(rows_, added)) rows_.mark(added, FlatRows::Mark::kIndexed);
}

void ScopeIndex::remove(const std::string& version) {
    if (generation_ != nullptr)
        if (const FlatRows::Version* held = rows_.find(version); held != nullptr) generation_->release(*held);
    rows_.remove(version);
}

void ScopeIndex::adopt(std::unique_ptr<Generation> generation) {
    generation_ = std::move(generation);
    for (const auto& [name, version] : rows_.versions())
        rows_.mark(*version, generation_->claim(rows_, *version) ? FlatRows::Mark::kIndexed : FlatRows::Mark::kTail);
}

void ScopeIndex::drop_generation() {
    generation_.reset();
    for (const auto& [name, version] : rows_.versions()) rows_.mark(*version, FlatRows::Mark::kTail);
}

bool ScopeIndex::has_index(const VectorQuery& query) const {
    return generation_ != nullptr && generation_->claimed_rows() > 0 && query.accuracy == Accuracy::kAsIndexed;
}

void ScopeIndex::show(const VectorQuery& query, std::span<const Generation::Row> rows, BestRows& best) const {
    for (const Generation::Row& row : rows)
        best.show({rows_.product(query.embedding.data(), *row.version, row.index), &row.version->name,
                   row.version->ordinals[row.index]});
}

Result<void> ScopeIndex::search_all(const VectorQuery& query, BestRows& best, const Limits& limits) const {
    const float* embedding = query.embedding.data();
    if (!has_index(query)) return rows_.compare(embedding, FlatRows::Part::kAll, best, limits);
    show(query, generation_->candidates(embedding, query.k), best);
    return rows_.compare(embedding, FlatRows::Part::kTail, best, limits);
}

Result<void> ScopeIndex::search_filtered(const VectorQuery& query, const IndexPolicy& policy, BestRows& best,
                                         const Limits& limits) const {
    const float* embedding = query.embedding.data();
    const auto versions = rows_.select(query.filter);
    std::size_t passing = 0;
    for (const FlatRows::Version* version : versions) passing += version->rows();
    const double share = static_cast<double>(passing) / static_cast<double>(rows_.live());
    if (!has_index(query) || passing <= policy.exact_rows_max || share <= policy.exact_share_max)
        return rows_.compare(embedding, FlatRows::Part::kAll, versions, best, limits);
    show(query, generation_->candidates(embedding, query.k, versions, share), best);
    return rows_.compare(embedding, FlatRows::Part::kTail, versions, best, limits);
}

Result<std::vector<VectorHit>> ScopeIndex::search(const VectorQuery& query, const IndexPolicy& policy,
                                                  const Limits& limits) const {
    BestRows best(query.k);
    const auto searched =
        query.filter.allows_all() ? search_all(query, best, limits) : search_filtered(query, policy, best, limits);
    if (!searched) return propagate(searched);
    return best.take();
}

}  // namespace genai::vectors
