// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "vectors/code_index.hpp"
#include "vectors/settings.hpp"

namespace genai::vectors {

// The sizes at which an index pays, measured by bench/vectors (docs/decisions/0013). Fields for tests to make small.
struct IndexPolicy {
    IndexType type = IndexType::kAuto;
    // Up to here auto compares with every row: below a millisecond and a half, and exact.
    std::size_t flat_rows_max = 20'000;
    // Fewer rows are compared one by one whatever is asked for.
    std::size_t index_rows_min = 1'000;
    // An index is built anew when the rows that it lacks and those that it has in vain are more than both.
    double stale_share_max = 0.125;
    std::size_t stale_rows_max = 2'000;
    // A filter that lets fewer pass is answered by comparing those that pass.
    double exact_share_max = 0.15;
    std::size_t exact_rows_max = 5'000;
    // Auto does without an index that finds less of the 10 nearest.
    double recall_min = 0.99;
};

// What a scope has and lacks.
struct IndexState {
    std::size_t live = 0;     // rows
    std::size_t indexed = 0;  // of these, rows that the index finds
    std::size_t held = 0;     // rows of the index, found or not
    std::optional<CodeKind> kind{};
    std::size_t refused_at = 0;  // live rows when an index was found to be no good
};

struct IndexChoice {
    std::optional<CodeKind> kind;  // nothing: every row is compared
    std::string why;
};

// Which index so many rows should have. An index that is there is kept until the rows are half as many.
IndexChoice choose_index(const IndexPolicy& policy, const IndexState& state);
// Whether it has to be built.
bool is_build_due(const IndexPolicy& policy, const IndexState& state, CodeKind wanted);

}  // namespace genai::vectors
