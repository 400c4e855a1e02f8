// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "platform/options.hpp"

namespace genai::extraction {

// What one file may cost. The limits are the operating system's, on the child process that reads the file.
struct Settings {
    std::uint32_t pages_max = 5000;                 // PAGES_MAX
    std::uint64_t child_memory_bytes = 1ULL << 30;  // EXTRACT_MEMORY_BYTES
    std::uint32_t page_cpu_s = 5;                   // EXTRACT_PAGE_CPU_S
    std::uint32_t stall_s = 30;                     // EXTRACT_STALL_S
};

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::extraction
