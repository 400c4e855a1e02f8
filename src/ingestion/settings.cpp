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
    options
        .add("INGEST_FREE_BYTES_MIN", settings.free_bytes_min,
             "Uploads are refused (507) and jobs wait while less of the disk of DATA_DIR is free")
        .range(0, kFileBytesMax);
    options
        .add("INGEST_FREE_SHARE_MIN", settings.free_share_min,
             "The same, as a share of the disk; the larger of the two counts")
        .range(0, 1);
    options
        .add("INGEST_MEMORY_SHARE_MAX", settings.memory_share_max,
             "Uploads are refused (507) and jobs wait while more of the memory that the process may have is in use")
        .range(0, 1);
}

}  // namespace genai::ingestion
