// SPDX-License-Identifier: Apache-2.0
#include "vectors/settings.hpp"

namespace genai::vectors {

void describe(Settings& settings, platform::Options& options) {
    options.add(
        "FAISS_INDEX_TYPE", settings.index_type,
        {{"auto", IndexType::kAuto}, {"flat", IndexType::kFlat}, {"ivf", IndexType::kIvf}, {"hnsw", IndexType::kHnsw}},
        "How vectors are searched: flat compares all, exactly; ivf and hnsw look up candidates in an index and "
        "compare those; auto is flat up to 20,000 chunks of a collection and ivf beyond, and logs its choice");
}

}  // namespace genai::vectors
