// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "platform/options.hpp"

namespace genai::ingestion {

struct Settings {
    std::size_t workers = 0;                    // INGEST_WORKERS, files at once; 0: by the cores
    std::size_t batch_pages = 48;               // INGEST_BATCH_PAGES, written at once
    std::uint64_t file_bytes_max = 1ULL << 30;  // FILE_BYTES_MAX, larger files are over_limit
};

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::ingestion
