// SPDX-License-Identifier: Apache-2.0
#include "our_stores.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace genai::bench {

namespace {

std::string version_name(std::size_t document) { return fmt::format("document {:08}", document); }

std::size_t to_chunk(const ChunkKey& key) {
    return std::stoul(key.version.substr(key.version.find(' '))) * DataSet::kChunksPerDocument + key.ordinal;
}

void fill(vectors::VectorStore& store, const DataSet& data) {
    for (std::size_t document = 0; document < data.documents(); ++document) {
        const std::size_t first = document * DataSet::kChunksPerDocument;
        const std::size_t count = std::min(DataSet::kChunksPerDocument, data.chunks.rows() - first);
        Embeddings rows(count, data.chunks.dimension());
        std::vector<std::uint32_t> ordinals;
        for (std::size_t i = 0; i < count; ++i) {
            const auto row = data.chunks.row(first + i);
            std::copy(row.begin(), row.end(), rows.row(i).begin());
            ordinals.push_back(static_cast<std::uint32_t>(i));
        }
        ensure(store.add({}, version_name(document), ordinals, rows).has_value(), "the chunks fit into the store");
    }
}

}  // namespace

OurStore::OurStore(const DataSet& data, vectors::IndexType type, const std::filesystem::path& folder,
                   platform::Log& log)
    : data_(data) {
    vectors::FaissVectorStore::Options options;
    options.policy.type = type;
    options.folder = folder;
    options.fingerprint = "bench";
    store_ = vectors::FaissVectorStore::make(options, log).value();
    double start = process_seconds();
    fill(*store_, data);
    fill_seconds_ = process_seconds() - start;
    start = process_seconds();
    ensure(store_->settle({}).has_value(), "nobody calls it off");
    build_seconds_ = process_seconds() - start;
}

std::vector<std::size_t> OurStore::search(std::size_t question, std::size_t k, const VersionFilter& filter) {
    std::vector<std::size_t> chunks;
    const auto hits = store_->search({}, {data_.questions.row(question), k, filter}, {});
    for (const VectorHit& hit : hits.value()) chunks.push_back(to_chunk(hit.key));
    return chunks;
}

Figures OurStore::measure_all(const std::vector<std::vector<std::size_t>>& truth) {
    const vectors::IndexReport report = store_->report({}).value();
    Figures figures{.name = report.kind, .build_seconds = build_seconds_};
    figures.bytes_per_vector = static_cast<double>(report.bytes) / static_cast<double>(report.rows);
    measure(
        data_, truth, [&](std::size_t question, std::size_t k) { return search(question, k, {}); }, figures);
    return figures;
}

Figures OurStore::measure_filtered(const Passing& passing) {
    std::vector<std::string> versions;
    for (std::size_t document = 0; document < data_.documents(); ++document)
        if (passing.passes(document)) versions.push_back(version_name(document));
    const VersionFilter filter(std::move(versions));
    Figures figures{.name = store_->report({}).value().kind};
    measure(
        data_, find_all_nearest(data_, 10, passing),
        [&](std::size_t question, std::size_t k) { return search(question, k, filter); }, figures);
    return figures;
}

const char* to_string(vectors::IndexType type) {
    switch (type) {
        case vectors::IndexType::kFlat: return "flat";
        case vectors::IndexType::kIvf: return "ivf";
        case vectors::IndexType::kHnsw: return "hnsw";
        case vectors::IndexType::kAuto: break;
    }
    return "auto";
}

}  // namespace genai::bench
