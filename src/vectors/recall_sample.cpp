// SPDX-License-Identifier: Apache-2.0
#include "vectors/recall_sample.hpp"

#include <faiss/utils/distances.h>

#include <algorithm>
#include <unordered_set>

namespace genai::vectors {

void RecallSample::add_query(std::span<const float> row, std::size_t position) {
    values_.insert(values_.end(), row.begin(), row.end());
    queries_.push_back({position, {}});
}

void RecallSample::compare(std::span<const float> rows, std::size_t first) {
    const std::size_t count = rows.size() / dimension_;
    const std::size_t k = std::min(kWide + 1, count);  // one more, for a question finds itself
    std::vector<float> products(queries_.size() * k);
    std::vector<std::int64_t> nearest(queries_.size() * k);
    faiss::knn_inner_product(values_.data(), rows.data(), dimension_, queries_.size(), count, k, products.data(),
                             nearest.data());
    for (std::size_t i = 0; i < queries_.size(); ++i)
        merge(queries_[i], std::span(products).subspan(i * k, k), std::span(nearest).subspan(i * k, k), first);
}

void RecallSample::merge(Query& query, std::span<const float> products, std::span<const std::int64_t> rows,
                         std::size_t first) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] < 0) continue;
        const std::size_t position = first + static_cast<std::size_t>(rows[i]);
        if (position != query.position) query.nearest.push_back({products[i], position});
    }
    std::sort(query.nearest.begin(), query.nearest.end(), [](const Neighbour& a, const Neighbour& b) {
        return a.product != b.product ? a.product > b.product : a.position < b.position;
    });
    if (query.nearest.size() > kWide) query.nearest.resize(kWide);
}

RecallSample::Recall RecallSample::recall(const CodeIndex& codes, const CodeTuning& tuning) const {
    return {recall_at(kNarrow, codes, tuning), recall_at(kWide, codes, tuning)};
}

double RecallSample::recall_at(std::size_t k, const CodeIndex& codes, const CodeTuning& tuning) const {
    std::size_t found = 0, wanted = 0;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
        const auto candidates = codes.candidates({.query = values_.data() + i * dimension_, .k = k + 1}, tuning);
        const std::unordered_set<std::int64_t> seen(candidates.begin(), candidates.end());
        const std::size_t count = std::min(k, queries_[i].nearest.size());
        for (std::size_t n = 0; n < count; ++n)
            found += seen.count(static_cast<std::int64_t>(queries_[i].nearest[n].position));
        wanted += count;
    }
    return wanted == 0 ? 0 : static_cast<double>(found) / static_cast<double>(wanted);
}

}  // namespace genai::vectors
