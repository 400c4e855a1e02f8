// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chunking/chunker.hpp"
#include "extraction/reading.hpp"
#include "ingestion/ingestor.hpp"
#include "ingestion/progress_board.hpp"
#include "model/page.hpp"

namespace genai::ingestion {

// The documents that workers are on, so that the same bytes under two names are read once: the second waits, and then
// finds them live.
class InFlight {
public:
    class Claim {
    public:
        Claim(InFlight& in_flight, std::string document_id);
        ~Claim();
        Claim(const Claim&) = delete;
        Claim& operator=(const Claim&) = delete;

    private:
        InFlight& in_flight_;
        std::string document_id_;
    };

private:
    std::mutex mutex_;
    std::condition_variable freed_;
    std::set<std::string> documents_;
};

// One file's way through the stages. What it writes becomes visible with the flip at its end and not before; when it
// ends early, its draft and its rows stay, and the next run goes on with them. Used once.
class DocumentRun {
public:
    struct Plan {
        const Scope& scope;
        const std::string& fingerprint;
        const Settings& settings;
        const chunking::Settings& chunking;
        const Ingestor::Ports& ports;
        const Drafts& drafts;
        Reindex reindex;
    };

    DocumentRun(const Plan& plan, const SourceFile& file, ProgressBoard::File board, InFlight& in_flight);

    Result<FileReport> execute(const Limits& limits);

private:
    FileReport unreadable(std::string reason) const;
    Result<std::optional<FileReport>> find_live();
    Result<FileReport> index(const Limits& limits);
    void begin_draft();
    Result<Facts> read_facts();
    Result<void> read_pages(catalog::VersionRecord& record, const Limits& limits);
    Result<void> add_page(Page page, const Limits& limits);
    Result<void> write_batch(const Limits& limits);

    const Plan& plan_;
    const SourceFile& file_;
    ProgressBoard::File board_;
    InFlight& in_flight_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::string document_id_;
    std::uint64_t bytes_ = 0;
    bool was_readable_ = false;  // the live version has text
    chunks::Draft draft_;        // as of the last batch written
    std::uint32_t resumed_at_ = 0;
    extraction::Reading reading_;  // as of the last page that was given out
    std::optional<chunking::Chunker> chunker_;

    // The batch in the making.
    std::vector<Page> pages_;
    std::vector<Chunk> chunks_;
};

}  // namespace genai::ingestion
