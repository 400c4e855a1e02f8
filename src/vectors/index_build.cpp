// SPDX-License-Identifier: Apache-2.0
#include "vectors/index_build.hpp"

#include <faiss/Clustering.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVFPQFastScan.h>
#include <faiss/impl/FaissException.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>
#include <string_view>

#include "base/hash.hpp"
#include "vectors/recall_sample.hpp"

namespace genai::vectors {

namespace {

// Read and added at a time: copied in a millisecond or two, taken in by an HNSW graph in half a second.
constexpr std::size_t kBatchRows = 2'048;
// Codes are not trained on fewer.
constexpr std::size_t kRowsMin = 256;

// Inverted lists: the square root of the rows, times this; measured at 100,000 rows (bench/vectors).
constexpr double kListsPerRoot = 2.0;
constexpr std::size_t kTrainingRowsPerList = 64;
constexpr int kClusteringRounds = 8;
constexpr int kProductCodeBits = 4;  // what fast-scan reads
constexpr std::uint32_t kProbesMin = 16;

// Candidates for each of the k wanted, to begin with.
constexpr std::uint32_t kProductDepthMin = 10;
constexpr std::uint32_t kGraphDepthMin = 1;
// Of the 100 nearest, when 100 are asked for: a ranking draws on more than it shows.
constexpr double kWideRecallMin = 0.95;

constexpr int kGraphLinks = 32;
constexpr int kGraphConstructionEffort = 64;
constexpr std::uint32_t kGraphEffortMin = 128;
constexpr std::uint32_t kGraphEffortMax = 1'024;
constexpr std::size_t kRangeTrainingRows = 16'384;
constexpr float kRangeMargin = 0.1F;  // beyond the least and greatest values of the training rows

tl::unexpected<Error> cancelled() { return fail(ErrorKind::kCancelled, "building the index was cancelled"); }

// FAISS shares work out over OpenMP's threads; an index is built by one, whatever the machine has.
class OneThread {
public:
    OneThread() { omp_set_num_threads(1); }
    ~OneThread() { omp_set_num_threads(before_); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    int before_ = omp_get_max_threads();
};

std::uint32_t checksum_of(std::span<const float> values, std::uint32_t seed) {
    return crc32c({reinterpret_cast<const char*>(values.data()), values.size_bytes()}, seed);
}

// Two dimensions or four to a code, as the dimension allows.
std::size_t product_codes(std::size_t dimension) {
    if (dimension % 4 == 0) return dimension / 4;
    return dimension % 2 == 0 ? dimension / 2 : dimension;
}

class Build {
public:
    Build(const IndexBuildSettings& settings, RowSource& source, std::stop_token stop)
        : settings_(settings), source_(source), stop_(std::move(stop)), dimension_(source.dimension()) {}

    Result<BuiltIndex> run() {
        const auto start = std::chrono::steady_clock::now();
        versions_ = source_.versions();
        for (const RowSource::Version& version : versions_) {
            built_.versions.push_back({version.name, version.serial, 0, total_, version.rows});
            total_ += version.rows;
        }
        if (auto made = make_index(); !made) return propagate(made);
        choose_sample();
        if (auto added = add_rows(); !added) return propagate(added);
        built_.codes = std::make_unique<CodeIndex>(settings_.kind, std::move(index_));
        if (auto tuned = tune(); !tuned) return propagate(tuned);
        built_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return std::move(built_);
    }

private:
    Result<void> make_index() { return settings_.kind == CodeKind::kIvf ? make_ivf() : make_hnsw(); }
    Result<void> make_ivf();
    Result<void> make_hnsw();
    void choose_sample();
    Result<void> add_rows();
    void add_batch(std::vector<RowSource::Piece>& pieces);
    Result<void> tune();
    std::vector<float> training_rows(std::size_t count);

    IndexBuildSettings settings_;
    RowSource& source_;
    std::stop_token stop_;
    std::size_t dimension_;
    std::vector<RowSource::Version> versions_;
    std::size_t total_ = 0;  // rows
    std::uint32_t lists_ = 0;
    std::unique_ptr<faiss::Index> index_;
    BuiltIndex built_;
    std::unique_ptr<RecallSample> sample_;
};

// Rows from all over the source, evenly; fewer when documents vanish.
std::vector<float> Build::training_rows(std::size_t count) {
    const std::size_t stride = std::max<std::size_t>(1, total_ / count);
    std::vector<float> rows;
    std::vector<RowSource::Piece> pieces;
    std::size_t waiting = 0;  // rows of the pieces
    const auto read = [&] {
        const std::size_t before = rows.size();
        rows.resize(before + waiting * dimension_);
        source_.read(pieces, std::span(rows).subspan(before));
        std::size_t place = before;
        for (const RowSource::Piece& piece : pieces) {
            const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(place);
            if (piece.is_there)
                place += piece.rows * dimension_;
            else
                rows.erase(begin, begin + static_cast<std::ptrdiff_t>(piece.rows * dimension_));
        }
        pieces.clear();
        waiting = 0;
    };
    std::size_t next = 0;  // the row wanted, counted from the beginning of the version
    for (const RowSource::Version& version : versions_) {
        while (next < version.rows) {
            const std::size_t fit = std::min((version.rows - 1 - next) / stride + 1, kBatchRows - waiting);
            pieces.push_back({&version, next, fit, stride});
            next += fit * stride;
            waiting += fit;
            if (waiting == kBatchRows) read();
        }
        next -= version.rows;
    }
    read();
    return rows;
}

Result<void> Build::make_ivf() {
    lists_ = static_cast<std::uint32_t>(kListsPerRoot * std::sqrt(static_cast<double>(total_)));
    const std::vector<float> rows = training_rows(lists_ * kTrainingRowsPerList);
    const std::size_t count = rows.size() / dimension_;
    if (count < kRowsMin) return fail(ErrorKind::kConflict, "the rows went away while an index was trained");
    const auto dimension = static_cast<faiss::idx_t>(dimension_);
    auto quantizer = std::make_unique<faiss::IndexFlatIP>(dimension);
    faiss::ClusteringParameters parameters;
    parameters.niter = 1;  // at a time, so that it can be cancelled
    parameters.spherical = true;
    parameters.min_points_per_centroid = 1;
    parameters.max_points_per_centroid = static_cast<int>(count);  // they are a sample already
    faiss::Clustering clustering(static_cast<int>(dimension_), static_cast<int>(lists_), parameters);
    for (int round = 0; round < kClusteringRounds; ++round) {
        if (stop_.stop_requested()) return cancelled();
        clustering.train(static_cast<faiss::idx_t>(count), rows.data(), *quantizer);
    }
    auto index = std::make_unique<faiss::IndexIVFPQFastScan>(
        quantizer.get(), dimension_, lists_, product_codes(dimension_), kProductCodeBits, faiss::METRIC_INNER_PRODUCT);
    index->own_fields = true;
    (void)quantizer.release();  // the index's by now
    index->pq.cp.min_points_per_centroid = 1;
    index->train(static_cast<faiss::idx_t>(count), rows.data());
    index_ = std::move(index);
    return {};
}

Result<void> Build::make_hnsw() {
    const std::vector<float> rows = training_rows(kRangeTrainingRows);
    const std::size_t count = rows.size() / dimension_;
    if (count < kRowsMin) return fail(ErrorKind::kConflict, "the rows went away while an index was trained");
    auto index = std::make_unique<faiss::IndexHNSWSQ>(static_cast<int>(dimension_), faiss::ScalarQuantizer::QT_8bit,
                                                      kGraphLinks, faiss::METRIC_INNER_PRODUCT);
    index->hnsw.efConstruction = kGraphConstructionEffort;
    dynamic_cast<faiss::IndexScalarQuantizer&>(*index->storage).sq.rangestat_arg = kRangeMargin;
    index->train(static_cast<faiss::idx_t>(count), rows.data());
    index_ = std::move(index);
    return {};
}

void Build::choose_sample() {
    sample_ = std::make_unique<RecallSample>(dimension_);
    const std::size_t count = std::min(RecallSample::kQueries, total_);
    std::vector<RowSource::Piece> pieces;
    std::size_t version = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t wanted = i * total_ / count;
        while (wanted - built_.versions[version].first >= versions_[version].rows) ++version;
        pieces.push_back({&versions_[version], wanted - built_.versions[version].first, 1});
    }
    std::vector<float> rows(count * dimension_);
    source_.read(pieces, rows);
    for (std::size_t i = 0; i < count; ++i)
        if (pieces[i].is_there)
            sample_->add_query(std::span(rows).subspan(i * dimension_, dimension_), i * total_ / count);
}

Result<void> Build::add_rows() {
    std::vector<RowSource::Piece> pieces;
    std::size_t waiting = 0;  // rows of the pieces
    for (const RowSource::Version& version : versions_)
        for (std::size_t begin = 0; begin < version.rows;) {
            const std::size_t fit = std::min(version.rows - begin, kBatchRows - waiting);
            pieces.push_back({&version, begin, fit});
            begin += fit;
            waiting += fit;
            if (waiting < kBatchRows) continue;
            if (stop_.stop_requested()) return cancelled();
            add_batch(pieces);
            waiting = 0;
        }
    if (stop_.stop_requested()) return cancelled();
    add_batch(pieces);
    return {};
}

// What is no longer there leaves zeros at its positions, which nobody will claim.
void Build::add_batch(std::vector<RowSource::Piece>& pieces) {
    std::size_t count = 0;
    for (const RowSource::Piece& piece : pieces) count += piece.rows;
    std::vector<float> rows(count * dimension_);
    source_.read(pieces, rows);
    std::span<const float> left = rows;
    for (const RowSource::Piece& piece : pieces) {
        IndexedVersion& entry = built_.versions[static_cast<std::size_t>(piece.version - versions_.data())];
        if (!piece.is_there) entry.name.clear();
        entry.checksum = checksum_of(left.first(piece.rows * dimension_), entry.checksum);
        left = left.subspan(piece.rows * dimension_);
    }
    pieces.clear();
    if (count == 0) return;
    const auto first = static_cast<std::size_t>(index_->ntotal);
    index_->add(static_cast<faiss::idx_t>(count), rows.data());
    sample_->compare(rows, first);
}

// The least effort that finds what there is.
Result<void> Build::tune() {
    const bool is_ivf = settings_.kind == CodeKind::kIvf;
    const std::uint32_t depth_min = is_ivf ? kProductDepthMin : kGraphDepthMin;
    const std::uint32_t effort_min = is_ivf ? kProbesMin : kGraphEffortMin;
    const std::uint32_t effort_max = is_ivf ? std::max(lists_ / 2, kProbesMin) : kGraphEffortMax;
    for (std::uint32_t depth = depth_min; depth <= 4 * depth_min; depth *= 2)
        for (std::uint32_t effort = effort_min; effort <= effort_max; effort += std::max(1U, effort / 2)) {
            if (stop_.stop_requested()) return cancelled();
            const CodeTuning tuning{effort, depth};
            const RecallSample::Recall recall = sample_->recall(*built_.codes, tuning);
            if (recall.narrow > built_.recall) {
                built_.recall = recall.narrow;
                built_.tuning = tuning;
            }
            if (recall.narrow >= settings_.recall_min && recall.wide >= kWideRecallMin) {
                built_.recall = recall.narrow;
                built_.tuning = tuning;
                return {};
            }
        }
    return {};
}

}  // namespace

Result<BuiltIndex> build_index(const IndexBuildSettings& settings, RowSource& source, const std::stop_token& stop) {
    const OneThread one_thread;
    try {
        return Build(settings, source, stop).run();
    } catch (const faiss::FaissException& error) {
        return fail(ErrorKind::kInternal, std::string("FAISS cannot build the index: ") + error.what());
    } catch (const std::bad_alloc&) {
        return fail(ErrorKind::kExhausted, "memory has run out for building the index");
    }
}

}  // namespace genai::vectors
