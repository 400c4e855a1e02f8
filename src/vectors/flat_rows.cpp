// SPDX-License-Identifier: Apache-2.0
#include "vectors/flat_rows.hpp"

#include <faiss/IndexFlat.h>
#include <faiss/impl/IDSelector.h>
#include <faiss/utils/distances.h>

#include <algorithm>
#include <new>

namespace genai::vectors {

namespace {

// 25 MB of 384 floats: searched in some 2 ms, copied in 10.
constexpr std::size_t kSegmentRowsMax = 16'384;
// Asked for beyond k, so that rows that tie with the last one are seen and ordered by key.
constexpr std::size_t kTieRows = 16;

}  // namespace

// Rows beside the keys that they belong to. A dead row stays until the segment is emptied.
struct FlatRows::Segment {
    explicit Segment(std::size_t dimension) : index(static_cast<faiss::idx_t>(dimension)) {
        owners.reserve(kSegmentRowsMax);
        ordinals.reserve(kSegmentRowsMax);
        live_bits.reserve(kSegmentRowsMax / 8);
    }

    std::size_t rows() const { return owners.size(); }
    bool is_live(std::size_t row) const { return (live_bits[row / 8] >> (row % 8) & 1) != 0; }
    void kill(std::size_t row) {
        live_bits[row / 8] = static_cast<std::uint8_t>(live_bits[row / 8] & ~(1U << (row % 8)));
        ++dead;
    }
    const float* vector(std::size_t row) const { return index.get_xb() + row * static_cast<std::size_t>(index.d); }

    faiss::IndexFlatIP index;
    std::vector<Version*> owners;
    std::vector<std::uint32_t> ordinals;
    std::vector<std::uint8_t> live_bits;
    std::size_t dead = 0;
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

void FlatRows::add(const std::string& version, std::span<const std::uint32_t> ordinals, const Embeddings& rows) {
    auto& entry = versions_[version];
    ensure(entry == nullptr, "a version is removed before it is added again");
    entry = std::make_unique<Version>();
    entry->name = version;
    entry->places.reserve(ordinals.size());
    try {
        for (std::size_t i = 0; i < ordinals.size(); ++i) append(*entry, ordinals[i], rows.row(i).data());
    } catch (const std::bad_alloc&) {
        remove(version);  // half a version would be searched as if it were a whole one
        throw;
    }
}

void FlatRows::append(Version& version, std::uint32_t ordinal, const float* row) {
    if (segments_.empty() || segments_.back()->rows() == kSegmentRowsMax)
        segments_.push_back(std::make_unique<Segment>(dimension_));
    Segment& segment = *segments_.back();
    const std::size_t place = segment.rows();
    // What may run out of memory comes first, so that index and keys cannot fall out of step.
    Version::Place& noted = version.places[ordinal];
    segment.index.add(1, row);
    segment.owners.push_back(&version);
    segment.ordinals.push_back(ordinal);
    if (place % 8 == 0) segment.live_bits.push_back(0);
    segment.live_bits.back() = static_cast<std::uint8_t>(segment.live_bits.back() | 1U << (place % 8));
    noted = {&segment, static_cast<std::uint32_t>(place)};
    ++live_;
}

void FlatRows::remove(const std::string& version) {
    const auto found = versions_.find(version);
    if (found == versions_.end()) return;
    std::vector<Segment*> touched;
    for (const auto& [ordinal, place] : found->second->places) {
        if (place.segment == nullptr) continue;  // memory ran out while it was added
        --live_;
        place.segment->kill(place.row);
        if (std::find(touched.begin(), touched.end(), place.segment) == touched.end()) touched.push_back(place.segment);
    }
    versions_.erase(found);
    for (Segment* segment : touched)
        if (segment->dead * 4 > segment->rows()) move_out(*segment);
}

// Gives the segment's memory back: its live rows are written anew at the end.
void FlatRows::move_out(Segment& segment) {
    const auto found =
        std::find_if(segments_.begin(), segments_.end(), [&](const auto& held) { return held.get() == &segment; });
    const std::unique_ptr<Segment> leaving = std::move(*found);
    segments_.erase(found);
    for (std::size_t row = 0; row < leaving->rows(); ++row) {
        if (!leaving->is_live(row)) continue;
        --live_;
        append(*leaving->owners[row], leaving->ordinals[row], leaving->vector(row));
    }
}

std::vector<std::string> FlatRows::versions() const {
    std::vector<std::string> names;
    names.reserve(versions_.size());
    for (const auto& [name, version] : versions_) names.push_back(name);
    return names;
}

bool FlatRows::is_better(const Candidate& a, const Candidate& b) {
    if (a.product != b.product) return a.product > b.product;
    if (a.version != b.version) return a.version->name < b.version->name;
    return a.ordinal < b.ordinal;
}

Result<std::vector<VectorHit>> FlatRows::search(const float* query, std::size_t k, const Limits& limits) const {
    std::vector<Candidate> candidates;
    for (const auto& segment : segments_) {
        if (auto checked = limits.check("the vector search"); !checked) return propagate(checked);
        search_segment(*segment, query, k, candidates);
    }
    const std::size_t count = std::min(k, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count), candidates.end(),
                      is_better);
    std::vector<VectorHit> hits;
    hits.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        hits.push_back(
            {{candidates[i].version->name, candidates[i].ordinal}, std::clamp(candidates[i].product, 0.0F, 1.0F)});
    return hits;
}

// Adds the segment's best rows: at least all that are among its best k, whichever way ties are ordered.
void FlatRows::search_segment(const Segment& segment, const float* query, std::size_t k,
                              std::vector<Candidate>& candidates) const {
    const std::size_t live = segment.rows() - segment.dead;
    faiss::IDSelectorBitmap selector(segment.live_bits.size(), segment.live_bits.data());
    faiss::SearchParameters parameters;
    if (segment.dead > 0) parameters.sel = &selector;
    std::vector<float> products;
    std::vector<faiss::idx_t> rows;
    for (std::size_t asked = std::min(live, k + kTieRows); asked > 0; asked = std::min(live, asked * 2)) {
        products.resize(asked);
        rows.resize(asked);
        // One query is compared in the calling thread: FAISS shares out queries over its threads, not rows.
        segment.index.search(1, query, static_cast<faiss::idx_t>(asked), products.data(), rows.data(), &parameters);
        if (asked == live || products[asked - 1] < products[std::min(k, asked) - 1]) break;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] < 0) continue;
        const auto row = static_cast<std::size_t>(rows[i]);
        candidates.push_back({products[i], segment.owners[row], segment.ordinals[row]});
    }
}

std::vector<VectorHit> FlatRows::score(const float* query, std::span<const ChunkKey> keys) const {
    std::vector<VectorHit> hits;
    hits.reserve(keys.size());
    for (const ChunkKey& key : keys) {
        const auto version = versions_.find(key.version);
        if (version == versions_.end()) continue;
        const auto place = version->second->places.find(key.ordinal);
        if (place == version->second->places.end()) continue;
        const float product =
            faiss::fvec_inner_product(query, place->second.segment->vector(place->second.row), dimension_);
        hits.push_back({key, std::clamp(product, 0.0F, 1.0F)});
    }
    return hits;
}

}  // namespace genai::vectors
