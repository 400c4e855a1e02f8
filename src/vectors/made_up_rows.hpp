// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "model/embedding.hpp"
#include "vectors/vector_store.hpp"

namespace genai::vectors {

// Unit vectors in clusters, for tests of indexes: documents of some rows each, around topics.
class MadeUpRows {
public:
    static constexpr std::size_t kDimension = 32;
    static constexpr std::size_t kRowsPerDocument = 20;

    explicit MadeUpRows(std::size_t documents, unsigned seed = 7) : random_(seed) {
        std::vector<Embeddings> topics;
        for (int i = 0; i < 20; ++i) topics.push_back(scatter(std::vector<float>(kDimension), 1, 1));
        for (std::size_t i = 0; i < documents; ++i) {
            const Embeddings centre = scatter(topics[random_() % topics.size()].row(0), 0.8F, 1);
            documents_.push_back(scatter(centre.row(0), 0.7F, kRowsPerDocument));
        }
    }

    std::size_t documents() const { return documents_.size(); }
    const Embeddings& document(std::size_t number) const { return documents_[number]; }
    static std::string version(std::size_t document) { return "v" + std::to_string(100'000 + document); }

    // Near some row of some document.
    std::vector<float> make_query() {
        const Embeddings& document = documents_[random_() % documents_.size()];
        const Embeddings query = scatter(document.row(random_() % document.rows()), 0.2F, 1);
        return {query.values().begin(), query.values().end()};
    }

    void add_to(VectorStore& store, std::size_t first, std::size_t count) const {
        std::vector<std::uint32_t> ordinals(kRowsPerDocument);
        std::iota(ordinals.begin(), ordinals.end(), 0U);
        for (std::size_t i = first; i < first + count; ++i)
            ensure(store.add({}, version(i), ordinals, documents_[i]).has_value(), "the rows fit the store");
    }

private:
    Embeddings scatter(std::span<const float> around, float amount, std::size_t rows) {
        Embeddings made(rows, kDimension);
        for (std::size_t i = 0; i < rows; ++i) {
            double square = 0;
            for (std::size_t j = 0; j < kDimension; ++j) {
                made.row(i)[j] = around[j] + amount * normal_(random_) / std::sqrt(static_cast<float>(kDimension));
                square += static_cast<double>(made.row(i)[j]) * made.row(i)[j];
            }
            for (float& value : made.row(i)) value /= static_cast<float>(std::sqrt(square));
        }
        return made;
    }

    std::mt19937 random_;
    std::normal_distribution<float> normal_;
    std::vector<Embeddings> documents_;
};

// The share of what comparing every row finds that the store's index finds too.
inline double recall_of(VectorStore& store, MadeUpRows& rows, std::size_t queries, const VersionFilter& filter = {}) {
    std::size_t found = 0, wanted = 0;
    for (std::size_t i = 0; i < queries; ++i) {
        const std::vector<float> query = rows.make_query();
        const auto exact = store.search({}, {query, 10, filter, Accuracy::kExact}, {}).value();
        const auto hits = store.search({}, {query, 10, filter}, {}).value();
        for (const VectorHit& hit : exact)
            found += static_cast<std::size_t>(
                std::any_of(hits.begin(), hits.end(), [&](const VectorHit& other) { return other.key == hit.key; }));
        wanted += exact.size();
    }
    return wanted == 0 ? 1 : static_cast<double>(found) / static_cast<double>(wanted);
}

}  // namespace genai::vectors
