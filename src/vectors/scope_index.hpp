// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "model/embedding.hpp"
#include "vectors/flat_rows.hpp"
#include "vectors/generation.hpp"
#include "vectors/index_policy.hpp"
#include "vectors/vector_store.hpp"

namespace genai::vectors {

// One scope's rows and the index over them, if there is one. What the index finds is compared exactly, together with
// the tail: the rows that came since it was built. Changes need the object alone; const calls may run side by side.
class ScopeIndex {
public:
    explicit ScopeIndex(std::size_t dimension) : rows_(dimension) {}

    FlatRows& rows() { return rows_; }
    const FlatRows& rows() const { return rows_; }
    const Generation* generation() const { return generation_.get(); }
    IndexState state() const;

    // A version that is held is replaced. `rows` fits the dimension of what is held, if anything is.
    void add(const std::string& version, std::span<const std::uint32_t> ordinals, const Embeddings& rows);
    void remove(const std::string& version);

    // Puts the index to use in place of the one before; versions that it knows claim their places.
    void adopt(std::unique_ptr<Generation> generation);
    void drop_generation();
    void refuse_index() { refused_at_ = rows_.live(); }

    Result<std::vector<VectorHit>> search(const VectorQuery& query, const IndexPolicy& policy,
                                          const Limits& limits) const;

private:
    bool has_index(const VectorQuery& query) const;
    Result<void> search_all(const VectorQuery& query, BestRows& best, const Limits& limits) const;
    Result<void> search_filtered(const VectorQuery& query, const IndexPolicy& policy, BestRows& best,
                                 const Limits& limits) const;
    void show(const VectorQuery& query, std::span<const Generation::Row> rows, BestRows& best) const;

    FlatRows rows_;
    std::unique_ptr<Generation> generation_;
    std::size_t refused_at_ = 0;
};

}  // namespace genai::vectors
