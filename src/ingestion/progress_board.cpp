// SPDX-License-Identifier: Apache-2.0
#include "ingestion/progress_board.hpp"

#include <algorithm>

namespace genai::ingestion {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kTellEvery{100};
// Below this share of the work a guess of the time left would jump about.
constexpr double kShareForGuessMin = 0.01;
constexpr milliseconds kElapsedForGuessMin{1000};

}  // namespace

ProgressBoard::ProgressBoard(IngestObserver& observer, const std::vector<SourceFile>& files)
    : observer_(observer), files_(files), begin_(steady_clock::now()), lines_(files.size()) {
    progress_.files_total = files.size();
    for (const SourceFile& file : files) bytes_total_ += static_cast<double>(file.bytes);
}

void ProgressBoard::File::on_pages(std::uint32_t count, std::uint32_t total) {
    const std::lock_guard lock(board_.mutex_);
    Line& line = board_.lines_[index_];
    if (line.pages_total != total) {
        board_.progress_.pages_total += total - line.pages_total;
        line.pages_total = total;
    }
    line.pages_done += count;
    board_.progress_.pages_done += count;
    board_.bytes_done_ += static_cast<double>(board_.files_[index_].bytes) * count / std::max<std::uint32_t>(1, total);
    board_.progress_.stage = Stage::kReading;
    board_.tell(index_, false);
}

void ProgressBoard::File::on_chunks(std::size_t count) {
    const std::lock_guard lock(board_.mutex_);
    board_.progress_.chunks_done += count;
    board_.tell(index_, false);
}

void ProgressBoard::File::on_stage(Stage stage) {
    const std::lock_guard lock(board_.mutex_);
    board_.progress_.stage = stage;
    board_.tell(index_, false);
}

void ProgressBoard::finish(std::size_t index, const FileReport& report) {
    const std::lock_guard lock(mutex_);
    Line& line = lines_[index];
    const auto bytes = static_cast<double>(files_[index].bytes);
    // Pages that were never read (unchanged, damaged) are done with as well.
    bytes_done_ += line.pages_total == 0
                       ? bytes
                       : bytes * (1 - static_cast<double>(line.pages_done) / static_cast<double>(line.pages_total));
    line.is_done = true;
    ++progress_.files_done;
    observer_.on_file(report);
    tell(index, true);
}

void ProgressBoard::tell(std::size_t index, bool is_urgent) {
    const auto now = steady_clock::now();
    if (!is_urgent && now - told_ < kTellEvery) return;
    told_ = now;
    progress_.file = files_[index].name.path;
    progress_.elapsed = std::chrono::duration_cast<milliseconds>(now - begin_);
    const double share = bytes_total_ > 0 ? std::min(1.0, bytes_done_ / bytes_total_) : 0;
    progress_.left.reset();
    if (share >= kShareForGuessMin && progress_.elapsed >= kElapsedForGuessMin) {
        const double left = static_cast<double>(progress_.elapsed.count()) * (1 - share) / share;
        progress_.left = milliseconds(static_cast<std::int64_t>(left));
    }
    observer_.on_progress(progress_);
}

}  // namespace genai::ingestion
