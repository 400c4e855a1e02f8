// SPDX-License-Identifier: Apache-2.0
#include "extraction/settings.hpp"

namespace genai::extraction {

void describe(Settings& settings, platform::Options& options) {
    constexpr double kPagesMax = 1'000'000;
    constexpr double kMemoryMin = 128.0 * 1024 * 1024;  // below this the program and its libraries do not start
    constexpr double kMemoryMax = 64.0 * 1024 * 1024 * 1024;
    constexpr double kSecondsMax = 3600;

    options.section("Extraction");
    options.add("PAGES_MAX", settings.pages_max, "Files with more pages are refused as over_limit").range(1, kPagesMax);
    options
        .add("EXTRACT_MEMORY_BYTES", settings.child_memory_bytes,
             "Address space of the process that reads a file, in bytes")
        .range(kMemoryMin, kMemoryMax);
    options.add("EXTRACT_PAGE_CPU_S", settings.page_cpu_s, "Processor time that one page may take, in seconds")
        .range(1, kSecondsMax);
    options
        .add("EXTRACT_STALL_S", settings.stall_s, "A file is given up when nothing was read of it for so many seconds")
        .range(1, kSecondsMax);
}

}  // namespace genai::extraction
