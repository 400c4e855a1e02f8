// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace genai::platform {

// What this process's group of the kernel (cgroup) may hold of memory, and what of it is in use and cannot be taken
// back: the kernel's figure without the file cache that nobody has touched for long. At the limit the kernel kills.
struct MemoryUse {
    std::uint64_t used_bytes = 0;
    std::uint64_t limit_bytes = 0;

    double share() const { return static_cast<double>(used_bytes) / static_cast<double>(limit_bytes); }
};

// Of the group with the tightest share among this process's and those above it; nothing where no limit is set or the
// kernel does not say. Reads a few small files: a fraction of a millisecond. Other folders are for tests.
std::optional<MemoryUse> memory_use(const std::filesystem::path& proc = "/proc",
                                    const std::filesystem::path& cgroups = "/sys/fs/cgroup");

// Gives memory that was freed back to the system: what each thread has freed otherwise stays with it, for the next of
// that thread's allocations. Some milliseconds; after work that took much and will not come again soon.
void return_freed_memory();

}  // namespace genai::platform
