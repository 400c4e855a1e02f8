// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/limits.hpp"
#include "model/embedding.hpp"
#include "model/passage.hpp"
#include "model/version_filter.hpp"
#include "vectors/best_rows.hpp"

namespace genai::vectors {

// The rows of one scope, as floats, and their comparison one by one. They lie in segments of bounded size: an addition
// copies no more than it brings, a search looks at its limits between segments, and room is won back a segment at a
// time. A version whose rows an index finds is marked as indexed; the others are the tail.
// Changes need the object alone; const calls may run side by side.
class FlatRows {
public:
    struct Segment;
    struct Place {
        Segment* segment = nullptr;
        std::uint32_t row = 0;
    };
    // A held version. Its rows are known by their index in order of the ordinals.
    struct Version {
        std::string name;
        std::uint64_t serial = 0;  // of its addition: a name that comes again has another one
        std::vector<std::uint32_t> ordinals;
        std::vector<Place> places;
        bool is_indexed = false;
        std::size_t first_position = 0;  // in the index

        std::size_t rows() const { return places.size(); }
    };
    enum class Part { kAll, kTail };
    enum class Mark { kIndexed, kTail };

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
    std::size_t bytes() const;

    // The version must not be held; its ordinals differ from each other.
    Version& add(const std::string& version, std::span<const std::uint32_t> ordinals, const Embeddings& rows);
    void remove(const std::string& version);
    void mark(Version& version, Mark mark);

    Version* find(const std::string& version) const;
    const std::map<std::string, std::unique_ptr<Version>>& versions() const { return versions_; }
    // Those that the filter, which does not allow all, allows.
    std::vector<const Version*> select(const VersionFilter& filter) const;

    // Shows the part's rows.
    Result<void> compare(const float* query, Part part, BestRows& best, const Limits& limits) const;
    // Shows these versions' rows of the part.
    Result<void> compare(const float* query, Part part, std::span<const Version* const> versions, BestRows& best,
                         const Limits& limits) const;
    float product(const float* query, const Version& version, std::size_t index) const;
    std::span<const float> row(const Version& version, std::size_t index) const;
    std::vector<VectorHit> score(const float* query, std::span<const ChunkKey> keys) const;

private:
    void append(Version& version, const float* row);
    void place(Version& version, std::size_t index, const float* row);
    void move_out(Segment& segment);

    std::size_t dimension_;
    std::size_t live_ = 0;
    std::uint64_t serial_ = 0;
    std::vector<std::unique_ptr<Segment>> segments_;  // the last one takes new rows
    std::map<std::string, std::unique_ptr<Version>> versions_;
    std::unordered_map<std::string_view, Version*> by_name_;  // the same, for filters of many versions
};

}  // namespace genai::vectors
