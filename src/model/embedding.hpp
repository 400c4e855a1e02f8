// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace genai {

// Embeddings of several texts: one row each, row-major, of L2 length 1.
class Embeddings {
public:
    Embeddings() = default;
    Embeddings(std::size_t rows, std::size_t dimension) : dimension_(dimension), values_(rows * dimension) {}

    std::size_t rows() const { return dimension_ == 0 ? 0 : values_.size() / dimension_; }
    std::size_t dimension() const { return dimension_; }
    std::span<float> row(std::size_t i) { return std::span(values_).subspan(i * dimension_, dimension_); }
    std::span<const float> row(std::size_t i) const { return std::span(values_).subspan(i * dimension_, dimension_); }
    std::span<const float> values() const { return values_; }
    std::span<float> values() { return values_; }

private:
    std::size_t dimension_ = 0;
    std::vector<float> values_;
};

}  // namespace genai
