// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace genai::extraction::child {

struct ProcessLimits {
    std::uint64_t memory_bytes = 0;  // of address space
    int parent = 0;                  // the process that must be our parent, or we end; 0: any
};

// Gives up what reading a file does not need, for good: new privileges, core dumps, writing to files, more than a few
// open ones, memory beyond the limit, and living on after the parent. False when the system refuses one of them.
bool limit_process(const ProcessLimits& limits);

// From now on the process may use so much more processor time, in whole seconds; then SIGXCPU ends it.
bool allow_cpu_seconds(std::uint32_t seconds);

// What of this process is in memory now; 0 when it cannot be told.
std::size_t resident_bytes();

// Gives freed memory back to the system.
void return_freed_memory();

}  // namespace genai::extraction::child
