// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/application.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "ingestion/discovery.hpp"

namespace genai::app {

// What this machine does with some real documents. Wall seconds are those that people wait for; CPU seconds, of this
// process and its children, compare machines and settings whatever else is running.
struct MachineFigures {
    std::string embedder;  // "all-MiniLM-L6-v2, int16 on AVX2"
    unsigned cores = 0;
    std::size_t files = 0;
    std::size_t pages = 0;
    std::size_t chunks = 0;
    std::size_t tokens = 0;
    double pages_per_cpu_second = 0;  // reading alone, one file at a time
    double tokens_per_second = 0;     // embedding alone, all threads
    double tokens_per_cpu_second = 0;
    double ingest_pages_per_second = 0;  // the whole of it
    double ingest_pages_per_cpu_second = 0;
    double query_p50_ms = 0;  // one at a time
    double query_p95_ms = 0;
    double queries_per_second = 0;  // as many at once as there are cores
};

// Reads, embeds, ingests and asks the files in an application of their own, whose data directory is empty before.
class MachineBenchmark {
public:
    using OnStage = std::function<void(const std::string& stage)>;

    MachineBenchmark(Application& application, const Settings& settings, OnStage on_stage)
        : application_(application), settings_(settings), on_stage_(std::move(on_stage)) {}

    Result<MachineFigures> measure(const std::vector<ingestion::SourceFile>& files, const Limits& limits);

private:
    Result<std::vector<Page>> measure_reading(const std::vector<ingestion::SourceFile>& files, const Limits& limits);
    Result<void> measure_embedding(const std::vector<Page>& pages, const Limits& limits);
    Result<void> measure_ingest(const std::vector<ingestion::SourceFile>& files, const Limits& limits);
    Result<void> measure_queries(const std::vector<Page>& pages, const Limits& limits);
    Result<std::vector<double>> ask_all(const std::vector<std::string>& questions, std::size_t threads,
                                        const Limits& limits);

    Application& application_;
    const Settings& settings_;
    OnStage on_stage_;
    MachineFigures figures_;
};

}  // namespace genai::app
