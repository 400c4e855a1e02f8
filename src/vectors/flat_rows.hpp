// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/limits.hpp"
#include "model/embedding.hpp"
#include "model/passage.hpp"

namespace genai::vectors {

// The rows of one scope, for exact search by inner product. They lie in segments of bounded size: an addition copies no
// more than it brings, a search looks at its limits between segments, and room is won back a segment at a time.
// Changes need the object alone; const calls may run side by side.
class FlatRows {
public:
    explicit FlatRows(std::size_t dimension);
    ~FlatRows();
    FlatRows(const FlatRows&) = delete;
    FlatRows& operator=(const FlatRows&) = delete;

    std::size_t dimension() const { return dimension_; }
    // Another dimension, while there is no live row.
    void set_dimension(std::size_t dimension);
    std::size_t live() const { return live_; }
    // Rows held, dead ones included.
    std::size_t held() const;

    // The version must not be held; its ordinals differ from each other.
    void add(const std::string& version, std::span<const std::uint32_t> ordinals, const Embeddings& rows);
    void remove(const std::string& version);
    std::vector<std::string> versions() const;

    // The k live rows with the greatest inner products, best first, ties in order of the key.
    Result<std::vector<VectorHit>> search(const float* query, std::size_t k, const Limits& limits) const;
    std::vector<VectorHit> score(const float* query, std::span<const ChunkKey> keys) const;

private:
    struct Segment;
    // A held version: its name once, and where its rows are.
    struct Version {
        std::string name;
        struct Place {
            Segment* segment = nullptr;
            std::uint32_t row = 0;
        };
        std::unordered_map<std::uint32_t, Place> places;  // by ordinal
    };
    struct Candidate {
        float product = 0;
        const Version* version = nullptr;
        std::uint32_t ordinal = 0;
    };
    static bool is_better(const Candidate& a, const Candidate& b);

    void append(Version& version, std::uint32_t ordinal, const float* row);
    void move_out(Segment& segment);
    void search_segment(const Segment& segment, const float* query, std::size_t k,
                        std::vector<Candidate>& candidates) const;

    std::size_t dimension_;
    std::size_t live_ = 0;
    std::vector<std::unique_ptr<Segment>> segments_;  // the last one takes new rows
    std::map<std::string, std::unique_ptr<Version>> versions_;
};

}  // namespace genai::vectors
