// SPDX-License-Identifier: Apache-2.0
#include "data_set.hpp"

#include <faiss/utils/distances.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace genai::bench {

namespace {

constexpr std::size_t kTopics = 200;
constexpr float kMean = 2.9F, kTopic = 0.8F, kDocument = 0.7F, kChunk = 0.8F, kQuestion = 0.3F;
constexpr float kVarianceFall = -0.4F;  // the exponent of the standard deviations

class Maker {
public:
    explicit Maker(std::size_t dimension) : mean_(dimension), deviation_(dimension) {
        for (std::size_t i = 0; i < dimension; ++i)
            deviation_[i] = std::pow(1.0F + static_cast<float>(i), kVarianceFall);
        for (float& value : mean_) value = kMean * normal_(random_) / std::sqrt(static_cast<float>(dimension));
    }

    std::vector<float> scatter(std::span<const float> around, float share, float amount) {
        std::vector<float> row(mean_.size());
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = share * around[i] + amount * deviation_[i] * normal_(random_);
        return row;
    }
    std::size_t choose(std::size_t count) { return random_() % count; }
    const std::vector<float>& mean() const { return mean_; }

private:
    std::mt19937 random_{1};
    std::normal_distribution<float> normal_;
    std::vector<float> mean_;
    std::vector<float> deviation_;
};

void put_normalised(const std::vector<float>& row, std::span<float> to) {
    double square = 0;
    for (const float value : row) square += static_cast<double>(value) * value;
    const auto scale = static_cast<float>(1 / std::sqrt(square));
    for (std::size_t i = 0; i < row.size(); ++i) to[i] = scale * row[i];
}

}  // namespace

DataSet make_data_set(std::size_t chunks, std::size_t questions, std::size_t dimension) {
    Maker maker(dimension);
    std::vector<std::vector<float>> topics;
    for (std::size_t i = 0; i < kTopics; ++i) topics.push_back(maker.scatter(maker.mean(), 1, kTopic));
    DataSet data{Embeddings(chunks, dimension), Embeddings(questions, dimension)};
    std::vector<float> document;
    std::vector<std::vector<float>> raw(chunks);
    for (std::size_t i = 0; i < chunks; ++i) {
        if (i % DataSet::kChunksPerDocument == 0) document = maker.scatter(topics[maker.choose(kTopics)], 1, kDocument);
        raw[i] = maker.scatter(document, 1, kChunk);
        put_normalised(raw[i], data.chunks.row(i));
    }
    for (std::size_t i = 0; i < questions; ++i)
        put_normalised(maker.scatter(raw[maker.choose(chunks)], 1, kQuestion), data.questions.row(i));
    return data;
}

Shape shape_of(const DataSet& data) {
    constexpr std::size_t kProbes = 100;
    Shape shape;
    for (std::size_t probe = 0; probe < kProbes; ++probe) {
        const auto row = data.chunks.row(probe * data.chunks.rows() / kProbes);
        std::vector<float> cosines;
        for (std::size_t i = 0; i < data.chunks.rows(); ++i) {
            cosines.push_back(faiss::fvec_inner_product(row.data(), data.chunks.row(i).data(), row.size()));
            shape.mean += cosines.back() / static_cast<double>(kProbes * data.chunks.rows());
        }
        std::sort(cosines.rbegin(), cosines.rend());
        shape.nearest += cosines.at(1) / double{kProbes};  // after the row itself
        shape.tenth += cosines.at(10) / double{kProbes};
        shape.two_hundredth += cosines.at(200) / double{kProbes};
    }
    return shape;
}

std::vector<std::size_t> find_nearest(const DataSet& data, std::size_t question, std::size_t k,
                                      const Passing& passing) {
    std::vector<std::pair<float, std::size_t>> products;
    for (std::size_t i = 0; i < data.chunks.rows(); ++i)
        if (passing.passes(i / DataSet::kChunksPerDocument))
            products.emplace_back(-faiss::fvec_inner_product(data.questions.row(question).data(),
                                                             data.chunks.row(i).data(), data.chunks.dimension()),
                                  i);
    const std::size_t count = std::min(k, products.size());
    std::partial_sort(products.begin(), products.begin() + static_cast<std::ptrdiff_t>(count), products.end());
    std::vector<std::size_t> nearest;
    for (std::size_t i = 0; i < count; ++i) nearest.push_back(products[i].second);
    return nearest;
}

}  // namespace genai::bench
