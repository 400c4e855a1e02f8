// SPDX-License-Identifier: Apache-2.0
#include "platform/crash_point.hpp"

#include <signal.h>

#include <atomic>
#include <charconv>
#include <cstdlib>

namespace genai::platform {

#ifdef GENAI_FAULTS

namespace {

struct Target {
    std::string_view name;
    int times = 1;
};

Target read_target() {
    // Nothing in this program changes the environment.
    const char* text = std::getenv("GENAI_CRASH_AT");  // NOLINT(concurrency-mt-unsafe)
    Target target{text != nullptr ? text : ""};
    if (const std::size_t colon = target.name.find(':'); colon != std::string_view::npos) {
        const std::string_view number = target.name.substr(colon + 1);
        std::from_chars(number.data(), number.data() + number.size(), target.times);
        target.name = target.name.substr(0, colon);
    }
    return target;
}

}  // namespace

void reach(CrashPoint point) {
    static const Target kTarget = read_target();
    static std::atomic<int> reached{0};
    if (point.name() == kTarget.name && ++reached == kTarget.times) raise(SIGKILL);
}

bool has_crash_points() { return true; }

#else

void reach(CrashPoint) {}

bool has_crash_points() { return false; }

#endif

}  // namespace genai::platform
