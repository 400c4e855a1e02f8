// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "model/passage.hpp"

namespace genai::vectors {

// A row and its inner product with the question. The name is the store's and outlives it.
struct RankedRow {
    float product = 0;
    const std::string* version = nullptr;
    std::uint32_t ordinal = 0;
};

// The best rows of those that it is shown: the greatest products, ties in order of the key, whatever the order of
// showing. For one search, in one thread.
class BestRows {
public:
    explicit BestRows(std::size_t k) : k_(k) { rows_.reserve(std::min<std::size_t>(k, kReserveMax) + 1); }

    void show(const RankedRow& row) {
        if (rows_.size() == k_ && (k_ == 0 || !is_better(row, rows_.front()))) return;
        rows_.push_back(row);
        std::push_heap(rows_.begin(), rows_.end(), is_better);
        if (rows_.size() <= k_) return;
        std::pop_heap(rows_.begin(), rows_.end(), is_better);
        rows_.pop_back();
    }

    // Best first, cosines clamped to [0, 1]. Ends its use.
    std::vector<VectorHit> take() {
        std::sort_heap(rows_.begin(), rows_.end(), is_better);
        std::vector<VectorHit> hits;
        hits.reserve(rows_.size());
        for (const RankedRow& row : rows_)
            hits.push_back({{*row.version, row.ordinal}, std::clamp(row.product, 0.0F, 1.0F)});
        return hits;
    }

private:
    static constexpr std::size_t kReserveMax = 4096;

    static bool is_better(const RankedRow& a, const RankedRow& b) {
        if (a.product != b.product) return a.product > b.product;
        if (a.version != b.version)
            if (const int order = a.version->compare(*b.version); order != 0) return order < 0;
        return a.ordinal < b.ordinal;
    }

    std::size_t k_;
    std::vector<RankedRow> rows_;  // a heap whose front is the worst of them
};

}  // namespace genai::vectors
