// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "vectors/code_index.hpp"

namespace genai::vectors {

// Some rows as questions, and which rows are truly nearest to them: what an index that is being built is tuned by. It
// is shown every row once, in order of the positions, a batch at a time.
class RecallSample {
public:
    static constexpr std::size_t kQueries = 128;
    static constexpr std::size_t kNarrow = 10;
    static constexpr std::size_t kWide = 100;

    explicit RecallSample(std::size_t dimension) : dimension_(dimension) {}

    // A question that is the row at this position, which does not count among its neighbours.
    void add_query(std::span<const float> row, std::size_t position);
    // Rows whose first is at this position.
    void compare(std::span<const float> rows, std::size_t first);

    struct Recall {
        double narrow = 0;  // of the 10 nearest, the share that is among the candidates for 10
        double wide = 0;    // the same for 100
    };
    Recall recall(const CodeIndex& codes, const CodeTuning& tuning) const;

private:
    struct Neighbour {
        float product = 0;
        std::size_t position = 0;
    };
    struct Query {
        std::size_t position = 0;
        std::vector<Neighbour> nearest;  // best first
    };
    double recall_at(std::size_t k, const CodeIndex& codes, const CodeTuning& tuning) const;
    static void merge(Query& query, std::span<const float> products, std::span<const std::int64_t> rows,
                      std::size_t first);

    std::size_t dimension_;
    std::vector<float> values_;
    std::vector<Query> queries_;
};

}  // namespace genai::vectors
