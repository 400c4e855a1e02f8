// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "model/embedding.hpp"

namespace genai::bench {

// Chunks and questions made up in the shape of sentence embeddings of real documents: unit vectors around a common
// mean, topics of documents, documents of ten chunks, directions of falling variance; a question lies near a chunk.
// README.md has the shape beside that of real chunks.
struct DataSet {
    static constexpr std::size_t kChunksPerDocument = 10;

    Embeddings chunks;
    Embeddings questions;

    std::size_t documents() const { return (chunks.rows() + kChunksPerDocument - 1) / kChunksPerDocument; }
};

DataSet make_data_set(std::size_t chunks, std::size_t questions, std::size_t dimension);

// Mean cosines: of all pairs, and of a chunk and its nearest, 10th and 200th.
struct Shape {
    double mean = 0;
    double nearest = 0;
    double tenth = 0;
    double two_hundredth = 0;
};
Shape shape_of(const DataSet& data);

// How many of the documents, spread evenly, a filter lets pass.
struct Passing {
    std::size_t documents = 0;
    std::size_t of = 1;

    bool passes(std::size_t document) const { return document * documents / of != (document + 1) * documents / of; }
};

// The k chunks nearest to the question by plain comparison, among the documents that pass.
std::vector<std::size_t> find_nearest(const DataSet& data, std::size_t question, std::size_t k, const Passing& passing);

}  // namespace genai::bench
