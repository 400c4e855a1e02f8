// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "vectors/code_index.hpp"

namespace genai::vectors {

// Where a build takes rows from, a piece at a time, while they may change.
class RowSource {
public:
    struct Version {
        std::string name;
        std::uint64_t serial = 0;
        std::size_t rows = 0;
    };

    // Rows of a version: begin, begin + stride and so on.
    struct Piece {
        const Version* version = nullptr;
        std::size_t begin = 0;
        std::size_t rows = 0;
        std::size_t stride = 1;
        bool is_there = false;  // an answer: the version is still as it was
    };

    virtual ~RowSource() = default;
    virtual std::size_t dimension() = 0;
    virtual std::vector<Version> versions() = 0;
    // Copies the pieces' rows, one piece after the other; the places of what is no longer there are left as they are.
    virtual void read(std::span<Piece> pieces, std::span<float> to) = 0;
};

// The rows of a version in an index: positions [first, first + rows).
struct IndexedVersion {
    std::string name;            // empty: it went away while it was read
    std::uint64_t serial = 0;    // of the addition whose rows were read; 0 when it comes from a file
    std::uint32_t checksum = 0;  // CRC-32C of the rows' floats
    std::size_t first = 0;
    std::size_t rows = 0;
};

struct BuiltIndex {
    std::unique_ptr<CodeIndex> codes;
    std::vector<IndexedVersion> versions;
    CodeTuning tuning;
    double recall = 0;  // at 10, with this tuning, asked with some of its own rows
    double seconds = 0;
};

struct IndexBuildSettings {
    CodeKind kind = CodeKind::kIvf;
    double recall_min = 0.995;  // what the tuning tries for
};

// Builds an index of the source's rows on the calling thread alone, and tunes it by comparing what it finds with what
// there is. kCancelled soon after the token asks for it.
Result<BuiltIndex> build_index(const IndexBuildSettings& settings, RowSource& source, const std::stop_token& stop);

}  // namespace genai::vectors
