// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "measures.hpp"
#include "platform/log.hpp"
#include "vectors/faiss_vector_store.hpp"

namespace genai::bench {

// A store of ours with all the chunks in it, a version for each document.
class OurStore {
public:
    // Indexes are kept in the folder; an empty one keeps none.
    OurStore(const DataSet& data, vectors::IndexType type, const std::filesystem::path& folder, platform::Log& log);

    // As it is built, loaded or neither, with the CPU time of both filling and building.
    Figures measure_all(const std::vector<std::vector<std::size_t>>& truth);
    Figures measure_filtered(const Passing& passing);
    double fill_seconds() const { return fill_seconds_; }

private:
    std::vector<std::size_t> search(std::size_t question, std::size_t k, const VersionFilter& filter);

    const DataSet& data_;
    std::unique_ptr<vectors::FaissVectorStore> store_;
    double fill_seconds_ = 0;
    double build_seconds_ = 0;
};

const char* to_string(vectors::IndexType type);

}  // namespace genai::bench
