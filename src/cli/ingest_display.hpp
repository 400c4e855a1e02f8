// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "ingestion/ingestor.hpp"
#include "model/scope.hpp"

namespace genai::cli {

// Shows an ingest run as it goes: a result line for each file on standard output (JSON when asked for), and on standard
// error one live line on a terminal, a plain line now and then elsewhere. Called by one thread at a time.
class IngestDisplay final : public ingestion::IngestObserver {
public:
    enum class Format { kText, kJson };

    IngestDisplay(Format format, Scope scope);
    ~IngestDisplay() override;

    void on_progress(const ingestion::Progress& progress) override;
    void on_file(const ingestion::FileReport& report) override;

    // Takes the live line away, for what is printed after the run.
    void finish();

private:
    Format format_;
    Scope scope_;
    bool is_live_;
    bool has_line_ = false;
    std::chrono::steady_clock::time_point next_line_;
};

// "3/20 files, 210/560 pages, 812 chunks, 12 s, 40 s left (14:32), embedding a.pdf". `now` is the time that the end is
// counted from; it is shown as local time.
std::string to_progress_line(const ingestion::Progress& progress, std::chrono::system_clock::time_point now);

// "indexed  a.pdf  12 pages, 48 chunks, 0.8 s", with the reason in a line of its own where there is one.
std::string to_result_line(const ingestion::FileReport& report);
std::string to_result_json(const ingestion::FileReport& report, const Scope& scope);

// What the whole run did, in a few lines: counts, speed, what was passed over and what to do next.
std::string to_summary(const ingestion::IngestReport& report, const ingestion::Discovery& discovery);

// Names whose files have gone, one a line (the first few), and what was done or can be done about them; empty for none.
enum class Vanished { kKept, kRemoved };
std::string to_vanished_text(const std::vector<DocumentName>& names, Vanished vanished);

}  // namespace genai::cli
