// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "platform/options.hpp"

namespace genai::ingestion {

struct Settings {
    std::size_t workers = 0;                    // INGEST_WORKERS, files at once; 0: by the cores
    std::size_t batch_pages = 48;               // INGEST_BATCH_PAGES, written at once
    std::uint64_t file_bytes_max = 1ULL << 30;  // FILE_BYTES_MAX, larger files are over_limit
    std::uint64_t free_bytes_min = 1ULL << 30;  // INGEST_FREE_BYTES_MIN, of the disk, for uploads and jobs
    double free_share_min = 0.05;               // INGEST_FREE_SHARE_MIN
    double memory_share_max = 0.85;             // INGEST_MEMORY_SHARE_MAX, of what the process may have
    // How long the rows of a version stay that was replaced or deleted; app/ derives it from the longest deadline that
    // a question has.
    std::chrono::milliseconds retired_kept{66'000};
};

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::ingestion
