// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "vectors/flat_rows.hpp"
#include "vectors/index_build.hpp"

namespace genai::vectors {

// A built index put to use over the rows of a scope. Each of its versions is claimed by the rows that it was built
// from, by their serial or, when it came from a file, by their checksum; the positions of all others stay dark. So an
// index of yesterday serves today's rows as far as they are the same, and what is gone is never found. Changes need the
// object alone; const calls may run side by side.
class Generation {
public:
    explicit Generation(BuiltIndex built);

    CodeKind kind() const { return built_.codes->kind(); }
    std::size_t dimension() const { return built_.codes->dimension(); }
    // Positions, dark ones included.
    std::size_t rows() const { return built_.codes->rows(); }
    std::size_t claimed_rows() const { return claimed_rows_; }
    const BuiltIndex& built() const { return built_; }

    // Takes the version's rows in, when they are those that the index was built from.
    bool claim(const FlatRows& rows, FlatRows::Version& version);
    void release(const FlatRows::Version& version);

    // A row of a claimed version.
    struct Row {
        const FlatRows::Version* version = nullptr;
        std::size_t index = 0;
    };
    // Rows among which the k nearest should be: of all claimed versions, or of these, which are this share of the
    // scope.
    std::vector<Row> candidates(const float* query, std::size_t k) const;
    std::vector<Row> candidates(const float* query, std::size_t k, std::span<const FlatRows::Version* const> versions,
                                double share) const;

private:
    static void set_bit(std::vector<std::uint8_t>& bits, std::size_t place) {
        bits[place / 8] = static_cast<std::uint8_t>(bits[place / 8] | 1U << (place % 8));
    }
    static void clear_bit(std::vector<std::uint8_t>& bits, std::size_t place) {
        bits[place / 8] = static_cast<std::uint8_t>(bits[place / 8] & ~(1U << (place % 8)));
    }
    std::vector<Row> search(const CodeIndex::Wanted& wanted) const;

    BuiltIndex built_;
    std::unordered_map<std::string, std::size_t> numbers_;  // in built_.versions, by name
    std::vector<const FlatRows::Version*> claimants_;       // by number; nullptr: dark
    std::vector<std::uint8_t> claimed_bits_;                // by position, the lowest first
    std::size_t claimed_rows_ = 0;
};

// The checksum that an index notes of a version's rows.
std::uint32_t checksum_of_rows(const FlatRows& rows, const FlatRows::Version& version);

}  // namespace genai::vectors
