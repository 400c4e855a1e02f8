// SPDX-License-Identifier: Apache-2.0
#include "ingestion/settings.hpp"

namespace genai::ingestion {

void describe(Settings& settings, platform::Options& options) {
    constexpr double kWorkersMax = 256;
    constexpr double kBatchPagesMax = 1000;
    constexpr double kFileBytesMax = 1ULL << 40;

    options.section("Ingestion");
    options.add("INGEST_WORKERS", settings.workers, "Files that are worked on at once; 0: by the machine's cores")
        .range(0, kWorkersMax);
    options
        .add("INGEST_BATCH_PAGES", settings.batch_pages,
             "Pages that are embedded and written at once; what a run that is killed repeats at most")
        .range(1, kBatchPagesMax);
    options.add("FILE_BYTES_MAX", settings.file_bytes_max, "Larger files are not read and end as over_limit")
        .range(1, kFileBytesMax);
}

}  // namespace genai::ingestion
