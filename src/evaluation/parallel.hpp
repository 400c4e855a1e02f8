// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace genai::evaluation {

// Runs work(0) .. work(count - 1) on `threads` threads and returns the results in order; the first error ends the run.
// `on_done` hears how many are done, one call at a time. The work must not throw.
template <class T>
Result<std::vector<T>> run_parallel(std::size_t count, std::size_t threads,
                                    const std::function<Result<T>(std::size_t)>& work,
                                    const std::function<void(std::size_t)>& on_done) {
    std::vector<T> results(count);
    std::optional<Error> error;
    std::mutex mutex;
    std::size_t done = 0;
    std::atomic<std::size_t> next = 0;
    auto loop = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            auto result = work(i);
            const std::lock_guard lock(mutex);
            if (!result && !error) error = result.error();
            if (error) return;
            results[i] = std::move(*result);
            on_done(++done);
        }
    };
    {
        std::vector<std::jthread> workers;
        for (std::size_t i = 1; i < std::min(threads, count); ++i) workers.emplace_back(loop);
        loop();
    }
    if (error) return tl::unexpected<Error>(*error);
    return results;
}

}  // namespace genai::evaluation
