// SPDX-License-Identifier: Apache-2.0
#include "measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <unordered_set>

namespace genai::bench {

namespace {

constexpr std::size_t kDepth = 10;

double seconds_of(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

double thread_seconds() { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }
double process_seconds() { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

void measure(const DataSet& data, const std::vector<std::vector<std::size_t>>& truth, const Search& search,
             Figures& figures) {
    std::vector<double> times;
    std::size_t found = 0, wanted = 0;
    for (std::size_t question = 0; question < data.questions.rows(); ++question) {
        const double start = thread_seconds();
        const auto hits = search(question, kDepth);
        times.push_back((thread_seconds() - start) * 1e3);
        const std::unordered_set<std::size_t> seen(hits.begin(), hits.end());
        const std::size_t count = std::min(kDepth, truth[question].size());
        for (std::size_t i = 0; i < count; ++i) found += seen.count(truth[question][i]);
        wanted += count;
    }
    std::sort(times.begin(), times.end());
    figures.recall = static_cast<double>(found) / static_cast<double>(std::max<std::size_t>(wanted, 1));
    figures.p50_ms = times[times.size() / 2];
    figures.p99_ms = times[times.size() * 99 / 100];
}

std::vector<std::vector<std::size_t>> find_all_nearest(const DataSet& data, std::size_t k, const Passing& passing) {
    std::vector<std::vector<std::size_t>> all;
    for (std::size_t question = 0; question < data.questions.rows(); ++question)
        all.push_back(find_nearest(data, question, k, passing));
    return all;
}

void print_heading() {
    std::cout << "| index | build CPU-s | bytes a vector | recall@10 | p50 ms | p99 ms |\n|---|---|---|---|---|---|\n";
}

void print(const Figures& figures) {
    std::cout << fmt::format("| {} | {:.1f} | {:.0f} | {:.4f} | {:.3f} | {:.3f} |\n", figures.name,
                             figures.build_seconds, figures.bytes_per_vector, figures.recall, figures.p50_ms,
                             figures.p99_ms)
              << std::flush;
}

}  // namespace genai::bench
