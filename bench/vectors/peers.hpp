// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "measures.hpp"

namespace genai::bench {

using Truth = std::vector<std::vector<std::size_t>>;

// Libraries used directly, on one thread. Of IVF and HNSW the least effort that reaches this recall is reported.
inline constexpr double kPeerRecall = 0.99;

std::vector<Figures> measure_plain_faiss(const DataSet& data, const Truth& truth);
// Nothing when hnswlib was not there when this was compiled.
std::vector<Figures> measure_plain_hnswlib(const DataSet& data, const Truth& truth);

}  // namespace genai::bench
