// SPDX-License-Identifier: Apache-2.0
#include "vectors/code_index.hpp"

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFPQFastScan.h>
#include <faiss/impl/FaissException.h>
#include <faiss/impl/IDSelector.h>
#include <faiss/impl/io.h>
#include <faiss/index_io.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <utility>

namespace genai::vectors {

namespace {

// Asked for beyond depth * k: 4-bit codes are coarse, and misjudge by places more than by shares (bench/vectors).
constexpr std::size_t kMoreProductCodes = 400;
// 8-bit codes hardly err.
constexpr std::size_t kMoreGraph = 50;

// Appends to a string of ours.
struct StringWriter final : faiss::IOWriter {
    std::size_t operator()(const void* from, std::size_t size, std::size_t items) override {
        bytes.append(static_cast<const char*>(from), size * items);
        return items;
    }
    std::string bytes;
};

// Counts what would be written.
struct CountingWriter final : faiss::IOWriter {
    std::size_t operator()(const void*, std::size_t size, std::size_t items) override {
        bytes += size * items;
        return items;
    }
    std::size_t bytes = 0;
};

struct ViewReader final : faiss::IOReader {
    std::size_t operator()(void* to, std::size_t size, std::size_t items) override {
        if (size == 0) return items;
        const std::size_t count = std::min(items, bytes.size() / size);
        if (count > 0) std::memcpy(to, bytes.data(), count * size);
        bytes.remove_prefix(count * size);
        return count;
    }
    std::string_view bytes;
};

// Whether the index is of the kind, so that a search may rely on it.
bool is_of_kind(const faiss::Index& index, CodeKind kind) {
    return kind == CodeKind::kIvf ? dynamic_cast<const faiss::IndexIVFPQFastScan*>(&index) != nullptr
                                  : dynamic_cast<const faiss::IndexHNSW*>(&index) != nullptr;
}

}  // namespace

const char* to_string(CodeKind kind) { return kind == CodeKind::kIvf ? "ivf" : "hnsw"; }

CodeIndex::CodeIndex(CodeKind kind, std::unique_ptr<faiss::Index> index) : kind_(kind), index_(std::move(index)) {
    ensure(is_of_kind(*index_, kind_), "codes are searched as what they are");
}

CodeIndex::~CodeIndex() = default;

std::size_t CodeIndex::rows() const { return static_cast<std::size_t>(index_->ntotal); }

std::size_t CodeIndex::dimension() const { return static_cast<std::size_t>(index_->d); }

std::vector<std::int64_t> CodeIndex::candidates(const Wanted& wanted, const CodeTuning& tuning) const {
    const std::size_t more = kind_ == CodeKind::kIvf ? kMoreProductCodes : kMoreGraph;
    const std::size_t asked = std::min(rows(), wanted.k * tuning.depth + more);
    std::vector<std::int64_t> positions(asked);
    std::vector<float> products(asked);
    faiss::IDSelectorBitmap selector(wanted.allowed.size(), wanted.allowed.data());
    // Where fewer pass, those that pass lie further apart.
    const auto effort = static_cast<std::size_t>(std::ceil(tuning.effort / std::max(wanted.allowed_share, 0.01)));
    const auto search = [&](faiss::SearchParameters& parameters) {
        if (!wanted.allowed.empty()) parameters.sel = &selector;
        index_->search(1, wanted.query, static_cast<faiss::idx_t>(asked), products.data(), positions.data(),
                       &parameters);
    };
    if (kind_ == CodeKind::kIvf) {
        faiss::IVFSearchParameters parameters;
        parameters.nprobe = std::min(effort, static_cast<const faiss::IndexIVFPQFastScan&>(*index_).nlist);
        search(parameters);
    } else {
        faiss::SearchParametersHNSW parameters;
        parameters.efSearch = static_cast<int>(std::min(std::max(effort, asked), rows()));
        search(parameters);
    }
    std::erase_if(positions, [](std::int64_t position) { return position < 0; });
    return positions;
}

std::string CodeIndex::to_bytes() const {
    StringWriter writer;
    faiss::write_index(index_.get(), &writer);
    return std::move(writer.bytes);
}

std::size_t CodeIndex::bytes() const {
    CountingWriter writer;
    faiss::write_index(index_.get(), &writer);
    return writer.bytes;
}

Result<std::unique_ptr<CodeIndex>> parse_codes(CodeKind kind, std::string_view bytes) {
    try {
        ViewReader reader;
        reader.bytes = bytes;
        std::unique_ptr<faiss::Index> index(faiss::read_index(&reader));
        if (!is_of_kind(*index, kind) || !reader.bytes.empty())
            return fail(ErrorKind::kInvalidInput, "the index is not what its header says");
        return std::make_unique<CodeIndex>(kind, std::move(index));
    } catch (const faiss::FaissException& error) {
        return fail(ErrorKind::kInvalidInput, std::string("FAISS cannot read the index: ") + error.what());
    } catch (const std::bad_alloc&) {
        return fail(ErrorKind::kExhausted, "memory has run out for the index");
    }
}

}  // namespace genai::vectors
