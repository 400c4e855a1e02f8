// SPDX-License-Identifier: Apache-2.0
#include "peers.hpp"

#if GENAI_HAS_HNSWLIB

#include <fmt/format.h>
#include <hnswlib/hnswlib.h>

namespace genai::bench {

std::vector<Figures> measure_plain_hnswlib(const DataSet& data, const Truth& truth) {
    constexpr std::size_t kLinks = 32;
    constexpr std::size_t kConstructionEffort = 64;
    hnswlib::InnerProductSpace space(data.chunks.dimension());
    hnswlib::HierarchicalNSW<float> graph(&space, data.chunks.rows(), kLinks, kConstructionEffort);
    const double start = process_seconds();
    for (std::size_t i = 0; i < data.chunks.rows(); ++i) graph.addPoint(data.chunks.row(i).data(), i);
    Figures figures{.name = "", .build_seconds = process_seconds() - start};
    figures.bytes_per_vector = static_cast<double>(graph.indexFileSize()) / static_cast<double>(data.chunks.rows());
    for (std::size_t effort = 16; effort <= 1'024 && figures.recall < kPeerRecall; effort *= 2) {
        graph.setEf(effort);
        figures.name = fmt::format("hnswlib 0.8, M 32 (ef {})", effort);
        measure(
            data, truth,
            [&](std::size_t question, std::size_t k) {
                auto queue = graph.searchKnn(data.questions.row(question).data(), k);
                std::vector<std::size_t> chunks;
                for (; !queue.empty(); queue.pop()) chunks.push_back(queue.top().second);
                return chunks;
            },
            figures);
    }
    return {figures};
}

}  // namespace genai::bench

#else

namespace genai::bench {

std::vector<Figures> measure_plain_hnswlib(const DataSet&, const Truth&) { return {}; }

}  // namespace genai::bench

#endif
