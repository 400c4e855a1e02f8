// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace faiss {
struct Index;
}

namespace genai::vectors {

enum class CodeKind : std::uint32_t { kIvf = 1, kHnsw = 2 };
const char* to_string(CodeKind kind);

// How hard a search tries; found by measurement when the index is built.
struct CodeTuning {
    std::uint32_t effort = 0;  // ivf: lists looked into; hnsw: candidates kept on the way
    std::uint32_t depth = 0;   // candidates asked for, for each of the k wanted
};

// Short codes of vectors in FAISS: says which positions are probably the nearest, for whoever has the vectors to
// compare exactly. ivf: 4-bit product codes in inverted lists, scanned in registers (IndexIVFPQFastScan); hnsw: a graph
// over 8-bit codes. Holds no vectors, so it is small, and what it is wrong about can cost a hit but never give a wrong
// score. Immutable: searches run side by side, each in its calling thread alone.
class CodeIndex {
public:
    CodeIndex(CodeKind kind, std::unique_ptr<faiss::Index> index);
    ~CodeIndex();
    CodeIndex(const CodeIndex&) = delete;
    CodeIndex& operator=(const CodeIndex&) = delete;

    CodeKind kind() const { return kind_; }
    std::size_t rows() const;
    std::size_t dimension() const;

    // What to find: the k nearest among the positions whose bit is set, which are about this share of all.
    struct Wanted {
        const float* query = nullptr;
        std::size_t k = 0;
        std::span<const std::uint8_t> allowed{};  // a bit for each position, the lowest first; empty: all are
        double allowed_share = 1;
    };
    // Candidates in no particular order. Throws what FAISS throws.
    std::vector<std::int64_t> candidates(const Wanted& wanted, const CodeTuning& tuning) const;

    // FAISS's own serialisation; parse_codes() reads it.
    std::string to_bytes() const;
    std::size_t bytes() const;

private:
    CodeKind kind_;
    std::unique_ptr<faiss::Index> index_;
};

// Give it bytes whose checksum was verified and no others: FAISS's reader trusts what it reads.
Result<std::unique_ptr<CodeIndex>> parse_codes(CodeKind kind, std::string_view bytes);

}  // namespace genai::vectors
