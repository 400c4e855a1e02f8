// SPDX-License-Identifier: Apache-2.0
#include "vectors/flat_rows.hpp"

#include <faiss/utils/distances.h>

#include <algorithm>
#include <new>
#include <numeric>

namespace genai::vectors {

namespace {

// 25 MB of 384 floats: searched in some 2 ms, copied in 10.
constexpr std::size_t kSegmentRowsMax = 16'384;

}  // namespace

// Rows beside what they belong to. A dead row stays until the segment is emptied.
struct FlatRows::Segment {
    std::size_t rows() const { return owners.size(); }
    const float* vector(std::size_t row, std::size_t dimension) const { return values.data() + row * dimension; }

    std::vector<float> values;
    std::vector<Version*> owners;        // nullptr: dead
    std::vector<std::uint32_t> indices;  // of the rows in their versions
    std::size_t dead = 0;
    std::size_t tail = 0;  // live rows that no index finds
};

FlatRows::FlatRows(std::size_t dimension) : dimension_(dimension) {}

FlatRows::~FlatRows() = default;

void FlatRows::set_dimension(std::size_t dimension) {
    ensure(live_ == 0, "rows keep their dimension");
    segments_.clear();
    dimension_ = dimension;
}

std::size_t FlatRows::held() const {
    std::size_t rows = 0;
    for (const auto& segment : segments_) rows += segment->rows();
    return rows;
}

std::size_t FlatRows::bytes() const {
    constexpr std::size_t kRowBytes = sizeof(Version*) + 2 * sizeof(std::uint32_t) + sizeof(Place);
    return held() * (dimension_ * sizeof(float) + kRowBytes);
}

FlatRows::Version& FlatRows::add(const std::string& version, std::span<const std::uint32_t> ordinals,
                                 const Embeddings& rows) {
    auto& entry = versions_[version];
    ensure(entry == nullptr, "a version is removed before it is added again");
    try {
        entry = std::make_unique<Version>();
        entry->name = version;
        entry->serial = ++serial_;
        by_name_.emplace(entry->name, entry.get());
        std::vector<std::size_t> order(ordinals.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ordinals[a] < ordinals[b]; });
        entry->ordinals.reserve(order.size());
        entry->places.reserve(order.size());
        for (const std::size_t i : order) {
            append(*entry, rows.row(i).data());
            entry->ordinals.push_back(ordinals[i]);
        }
    } catch (const std::bad_alloc&) {
        remove(version);  // half a version would be searched as if it were a whole one
        throw;
    }
    return *entry;
}

void FlatRows::append(Version& version, const float* row) {
    version.places.push_back({});
    try {
        place(version, version.places.size() - 1, row);
    } catch (const std::bad_alloc&) {
        version.places.pop_back();
        throw;
    }
    ++live_;
}

// Writes the version's row at the end of the segments.
void FlatRows::place(Version& version, std::size_t index, const float* row) {
    if (segments_.empty() || segments_.back()->rows() == kSegmentRowsMax)
        segments_.push_back(std::make_unique<Segment>());
    Segment& segment = *segments_.back();
    // What may run out of memory comes first, so that rows and owners cannot fall out of step.
    const auto grow = [](auto& list, std::size_t more) {
        if (list.size() + more > list.capacity()) list.reserve(std::max(list.size() + more, list.capacity() * 2));
    };
    grow(segment.values, dimension_);
    grow(segment.owners, 1);
    grow(segment.indices, 1);
    segment.values.insert(segment.values.end(), row, row + dimension_);
    segment.owners.push_back(&version);
    segment.indices.push_back(static_cast<std::uint32_t>(index));
    if (!version.is_indexed) ++segment.tail;
    version.places[index] = {&segment, static_cast<std::uint32_t>(segment.rows() - 1)};
}

void FlatRows::remove(const std::string& version) {
    const auto found = versions_.find(version);
    if (found == versions_.end()) return;
    by_name_.erase(version);
    const std::unique_ptr<Version> leaving = std::move(found->second);
    versions_.erase(found);
    if (leaving == nullptr) return;  // memory ran out before it was made
    std::vector<Segment*> touched;
    for (const Place& held : leaving->places) {
        held.segment->owners[held.row] = nullptr;
        ++held.segment->dead;
        if (!leaving->is_indexed) --held.segment->tail;
        if (touched.empty() || touched.back() != held.segment) touched.push_back(held.segment);
    }
    live_ -= leaving->rows();
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (Segment* segment : touched)
        if (segment->dead * 4 > segment->rows()) move_out(*segment);
}

// Gives the segment's memory back: its live rows are written anew at the end. When memory runs out on the way, the
// segment stays with those that had no room.
void FlatRows::move_out(Segment& segment) {
    constexpr std::size_t kMoreMax = 2;  // the rows of one segment spread over two at most
    segments_.reserve(segments_.size() + kMoreMax);
    const auto found =
        std::find_if(segments_.begin(), segments_.end(), [&](const auto& held) { return held.get() == &segment; });
    std::unique_ptr<Segment> leaving = std::move(*found);
    segments_.erase(found);
    try {
        for (std::size_t row = 0; row < leaving->rows(); ++row) {
            Version* owner = leaving->owners[row];
            if (owner == nullptr) continue;
            place(*owner, leaving->indices[row], leaving->vector(row, dimension_));
            leaving->owners[row] = nullptr;
            ++leaving->dead;
            if (!owner->is_indexed) --leaving->tail;
        }
    } catch (const std::bad_alloc&) {
        segments_.insert(segments_.begin(), std::move(leaving));
    }
}

void FlatRows::mark(Version& version, Mark mark) {
    const bool is_indexed = mark == Mark::kIndexed;
    if (version.is_indexed == is_indexed) return;
    version.is_indexed = is_indexed;
    for (const Place& held : version.places) {
        if (is_indexed)
            --held.segment->tail;
        else
            ++held.segment->tail;
    }
}

FlatRows::Version* FlatRows::find(const std::string& version) const {
    const auto found = by_name_.find(version);
    return found == by_name_.end() ? nullptr : found->second;
}

std::vector<const FlatRows::Version*> FlatRows::select(const VersionFilter& filter) const {
    std::vector<const Version*> selected;
    for (const std::string& name : filter.versions())
        if (const Version* version = find(name); version != nullptr) selected.push_back(version);
    return selected;
}

Result<void> FlatRows::compare(const float* query, Part part, BestRows& best, const Limits& limits) const {
    for (const auto& segment : segments_) {
        if (part == Part::kTail && segment->tail == 0) continue;
        if (auto checked = limits.check("the vector search"); !checked) return checked;
        for (std::size_t row = 0; row < segment->rows(); ++row) {
            const Version* owner = segment->owners[row];
            if (owner == nullptr || (part == Part::kTail && owner->is_indexed)) continue;
            const float product = faiss::fvec_inner_product(query, segment->vector(row, dimension_), dimension_);
            best.show({product, &owner->name, owner->ordinals[segment->indices[row]]});
        }
    }
    return {};
}

Result<void> FlatRows::compare(const float* query, Part part, std::span<const Version* const> versions, BestRows& best,
                               const Limits& limits) const {
    std::size_t compared = 0;
    for (const Version* version : versions) {
        if (part == Part::kTail && version->is_indexed) continue;
        for (std::size_t i = 0; i < version->rows(); ++i) {
            if (compared++ % kSegmentRowsMax == 0)
                if (auto checked = limits.check("the vector search"); !checked) return checked;
            best.show({product(query, *version, i), &version->name, version->ordinals[i]});
        }
    }
    return {};
}

float FlatRows::product(const float* query, const Version& version, std::size_t index) const {
    const Place& held = version.places[index];
    return faiss::fvec_inner_product(query, held.segment->vector(held.row, dimension_), dimension_);
}

std::span<const float> FlatRows::row(const Version& version, std::size_t index) const {
    const Place& held = version.places[index];
    return {held.segment->vector(held.row, dimension_), dimension_};
}

std::vector<VectorHit> FlatRows::score(const float* query, std::span<const ChunkKey> keys) const {
    std::vector<VectorHit> hits;
    hits.reserve(keys.size());
    for (const ChunkKey& key : keys) {
        const Version* version = find(key.version);
        if (version == nullptr) continue;
        const auto ordinal = std::lower_bound(version->ordinals.begin(), version->ordinals.end(), key.ordinal);
        if (ordinal == version->ordinals.end() || *ordinal != key.ordinal) continue;
        const auto index = static_cast<std::size_t>(ordinal - version->ordinals.begin());
        hits.push_back({key, std::clamp(product(query, *version, index), 0.0F, 1.0F)});
    }
    return hits;
}

}  // namespace genai::vectors
