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
        rows_.mark(*version,
                   generation_->claim(rows_, *version) ? FlatRows::Mark::kIndexed : FlatRows::Mark::kTail);
}

void ScopeIndex::drop_generation() {
    generation_.reset();
    for (const auto& [name, version] : rows_.versions()) rows_.mark(*version, FlatRows::Mark::kTail);
}

bool ScopeIndex::needs_every_row(const VectorQuery& query, std::size_t passing, const IndexPolicy& policy) const {
    if (generation_ == nullptr || generation_->claimed_rows() == 0 || query.accuracy == Accuracy::kExact) return true;
    return passing <= policy.exact_rows_max ||
           static_cast<double>(passing) <= policy.exact_share_max * static_cast<double>(rows_.live());
}

Result<std::vector<VectorHit>> ScopeIndex::search(const VectorQuery& query, const IndexPolicy& policy,
                                                  const Limits& limits) const {
    BestRows best(query.k);
    const float* embedding = query.embedding.data();
    const std::size_t passing = rows_.count(query.filter);
    auto part = FlatRows::Part::kAll;
    if (!needs_every_row(query, passing, policy)) {
        part = FlatRows::Part::kTail;
        const double share = static_cast<double>(passing) / static_cast<double>(rows_.live());
        for (const Generation::Row& row : generation_->candidates(embedding, query.k, query.filter, share))
            best.show({rows_.product(embedding, *row.version, row.index), &row.version->name,
                       row.version->ordinals[row.index]});
    }
    if (auto compared = rows_.compare(embedding, part, query.filter, best, limits); !compared)
        return propagate(compared);
    return best.take();
}

}  // namespace genai::vectors
