// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace genai::extraction::child {

struct ProcessLimits {
    std::uint64_t memory_bytes = 0;     // of address space
    std::uint64_t cpu_seconds_max = 0;  // in all, whatever allow_cpu_seconds() says later
    int parent = 0;                     // the process that must be our parent, or we end; 0: any
};

// Gives up for good: core dumps, writing to files, memory and processor time beyond the limits, and living on after the
// parent. A lower limit that is in force already stays. False when the system refuses one of them.
bool limit_process(const ProcessLimits& limits);

// From now on the process may use so much more processor time, in whole seconds; then SIGXCPU ends it.
bool allow_cpu_seconds(std::uint32_t seconds);

// What of this process is in memory now; 0 when it cannot be told. The first call opens a file of /proc.
std::size_t resident_bytes();

// Gives freed memory back to the system.
void return_freed_memory();

}  // namespace genai::extraction::child
