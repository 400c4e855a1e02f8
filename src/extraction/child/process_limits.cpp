// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/process_limits.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>

namespace genai::extraction::child {

namespace {

bool set_limit(__rlimit_resource resource, rlim_t value) {
    rlimit limit{};
    if (::getrlimit(resource, &limit) != 0) return false;
    limit.rlim_cur = limit.rlim_max = std::min(limit.rlim_max, value);
    return ::setrlimit(resource, &limit) == 0;
}

}  // namespace

bool limit_process(const ProcessLimits& limits) {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
    // The parent may have died before the line above.
    if (limits.parent != 0 && ::getppid() != limits.parent) return false;
    return set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, 0) && set_limit(RLIMIT_AS, limits.memory_bytes) &&
           set_limit(RLIMIT_CPU, limits.cpu_seconds_max);
}

bool allow_cpu_seconds(std::uint32_t seconds) {
    rusage usage{};
    rlimit limit{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0 || ::getrlimit(RLIMIT_CPU, &limit) != 0) return false;
    const auto used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1;
    limit.rlim_cur = static_cast<rlim_t>(used) + seconds;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    return ::setrlimit(RLIMIT_CPU, &limit) == 0;
}

std::size_t resident_bytes() {
    // Stays open: asked after every page, when no file can be opened any more.
    static const int kStatm = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    std::array<char, 128> text{};
    if (kStatm < 0 || ::pread(kStatm, text.data(), text.size() - 1, 0) <= 0) return 0;
    char* end = nullptr;
    std::strtoul(text.data(), &end, 10);  // the first number is the address space, the second what is resident
    return std::strtoul(end, nullptr, 10) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

void return_freed_memory() { ::malloc_trim(0); }

}  // namespace genai::extraction::child
