// SPDX-License-Identifier: Apache-2.0
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>
#include <fmt/format.h>
#include <omp.h>

#include "peers.hpp"

namespace genai::bench {

namespace {

constexpr std::size_t kLists = 512;
constexpr int kLinks = 32;
constexpr int kConstructionEffort = 64;

std::vector<std::size_t> search(const faiss::Index& index, const DataSet& data, std::size_t question, std::size_t k,
                                const faiss::SearchParameters* parameters) {
    std::vector<float> products(k);
    std::vector<faiss::idx_t> rows(k);
    index.search(1, data.questions.row(question).data(), static_cast<faiss::idx_t>(k), products.data(), rows.data(),
                 parameters);
    return {rows.begin(), rows.end()};
}

Figures build(const std::string& name, faiss::Index& index, const DataSet& data) {
    const double start = process_seconds();
    const auto rows = static_cast<faiss::idx_t>(data.chunks.rows());
    if (!index.is_trained) index.train(rows, data.chunks.values().data());
    index.add(rows, data.chunks.values().data());
    Figures figures{.name = name, .build_seconds = process_seconds() - start};
    faiss::VectorIOWriter writer;
    faiss::write_index(&index, &writer);
    figures.bytes_per_vector = static_cast<double>(writer.data.size()) / static_cast<double>(rows);
    return figures;
}

}  // namespace

std::vector<Figures> measure_plain_faiss(const DataSet& data, const Truth& truth) {
    omp_set_num_threads(1);
    const auto dimension = static_cast<faiss::idx_t>(data.chunks.dimension());
    std::vector<Figures> all;

    faiss::IndexFlatIP flat(dimension);
    all.push_back(build("FAISS Flat", flat, data));
    measure(
        data, truth, [&](std::size_t q, std::size_t k) { return search(flat, data, q, k, nullptr); }, all.back());

    faiss::IndexFlatIP quantizer(dimension);
    faiss::IndexIVFFlat ivf(&quantizer, data.chunks.dimension(), kLists, faiss::METRIC_INNER_PRODUCT);
    all.push_back(build("FAISS IVF512,Flat", ivf, data));
    const std::string ivf_name = all.back().name;
    for (std::size_t probes = 4; probes <= kLists && all.back().recall < kPeerRecall; probes *= 2) {
        faiss::IVFSearchParameters parameters;
        parameters.nprobe = probes;
        all.back().name = fmt::format("{} (nprobe {})", ivf_name, probes);
        measure(
            data, truth, [&](std::size_t q, std::size_t k) { return search(ivf, data, q, k, &parameters); },
            all.back());
    }

    faiss::IndexHNSWFlat graph(static_cast<int>(dimension), kLinks, faiss::METRIC_INNER_PRODUCT);
    graph.hnsw.efConstruction = kConstructionEffort;
    all.push_back(build("FAISS HNSW32,Flat", graph, data));
    const std::string graph_name = all.back().name;
    for (int effort = 16; effort <= 1'024 && all.back().recall < kPeerRecall; effort *= 2) {
        faiss::SearchParametersHNSW parameters;
        parameters.efSearch = effort;
        all.back().name = fmt::format("{} (ef {})", graph_name, effort);
        measure(
            data, truth, [&](std::size_t q, std::size_t k) { return search(graph, data, q, k, &parameters); },
            all.back());
    }
    return all;
}

}  // namespace genai::bench
