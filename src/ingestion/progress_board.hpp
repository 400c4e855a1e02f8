// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <vector>

#include "ingestion/ingestor.hpp"

namespace genai::ingestion {

// Adds up what the workers have done and tells the observer, one call at a time and not more often than people can
// read. Safe to use from several threads; lives as long as the run.
class ProgressBoard {
public:
    // One file's line on the board.
    class File {
    public:
        void on_page(std::uint32_t total) { on_pages(1, total); }
        // So many at once: those of an earlier run.
        void on_pages(std::uint32_t count, std::uint32_t total);
        void on_chunks(std::size_t count);
        void on_stage(Stage stage);

    private:
        friend class ProgressBoard;
        File(ProgressBoard& board, std::size_t index) : board_(board), index_(index) {}
        ProgressBoard& board_;
        std::size_t index_;
    };

    ProgressBoard(IngestObserver& observer, const std::vector<SourceFile>& files);

    File file(std::size_t index) { return {*this, index}; }
    void finish(std::size_t index, const FileReport& report);

private:
    struct Line {
        std::uint64_t pages_done = 0;
        std::uint64_t pages_total = 0;
        bool is_done = false;
    };

    void tell(std::size_t index, bool is_urgent);

    IngestObserver& observer_;
    const std::vector<SourceFile>& files_;
    std::chrono::steady_clock::time_point begin_;
    std::mutex mutex_;
    std::vector<Line> lines_;
    double bytes_done_ = 0;
    double bytes_total_ = 0;
    Progress progress_;
    std::chrono::steady_clock::time_point told_;
};

}  // namespace genai::ingestion
