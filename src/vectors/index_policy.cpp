// SPDX-License-Identifier: Apache-2.0
#include "vectors/index_policy.hpp"

#include <fmt/format.h>

namespace genai::vectors {

namespace {

IndexChoice choose_automatically(const IndexPolicy& policy, const IndexState& state) {
    const std::size_t flat_max = state.kind ? policy.flat_rows_max / 2 : policy.flat_rows_max;
    if (state.live <= flat_max)
        return {std::nullopt, fmt::format("auto: {} rows are compared faster than an index is worth, up to {}",
                                          state.live, policy.flat_rows_max)};
    if (state.refused_at > 0 && state.live < 2 * state.refused_at)
        return {std::nullopt, fmt::format("auto: an index of {} rows found too few of the nearest", state.refused_at)};
    return {CodeKind::kIvf, fmt::format("auto: {} rows are more than {}", state.live, policy.flat_rows_max)};
}

}  // namespace

IndexChoice choose_index(const IndexPolicy& policy, const IndexState& state) {
    if (policy.type == IndexType::kFlat) return {std::nullopt, "FAISS_INDEX_TYPE=flat"};
    if (policy.type == IndexType::kAuto) return choose_automatically(policy, state);
    const CodeKind kind = policy.type == IndexType::kIvf ? CodeKind::kIvf : CodeKind::kHnsw;
    if (state.live < policy.index_rows_min)
        return {std::nullopt, fmt::format("FAISS_INDEX_TYPE={} begins at {} rows, here are {}", to_string(kind),
                                          policy.index_rows_min, state.live)};
    return {kind, fmt::format("FAISS_INDEX_TYPE={}", to_string(kind))};
}

bool is_build_due(const IndexPolicy& policy, const IndexState& state, CodeKind wanted) {
    if (state.kind != wanted) return true;
    const std::size_t stale = (state.live - state.indexed) + (state.held - state.indexed);
    return stale > policy.stale_rows_max &&
           static_cast<double>(stale) > policy.stale_share_max * static_cast<double>(state.held);
}

}  // namespace genai::vectors
