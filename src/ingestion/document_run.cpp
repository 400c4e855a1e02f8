// SPDX-License-Identifier: Apache-2.0
#include "ingestion/document_run.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/ulid.hpp"
#include "facts/document_facts.hpp"
#include "ingestion/garbage.hpp"
#include "platform/crash_point.hpp"
#include "platform/files.hpp"

namespace genai::ingestion {

namespace {

// A batch is what is embedded together, sorted by length, and written in one transaction: large enough that both pay,
// small enough that memory stays bounded.
constexpr std::size_t kBatchChunksMax = 192;

}  // namespace

InFlight::Claim::Claim(InFlight& in_flight, std::string document_id)
    : in_flight_(in_flight), document_id_(std::move(document_id)) {
    std::unique_lock lock(in_flight_.mutex_);
    in_flight_.freed_.wait(lock, [&] { return !in_flight_.documents_.contains(document_id_); });
    in_flight_.documents_.insert(document_id_);
}

InFlight::Claim::~Claim() {
    {
        const std::lock_guard lock(in_flight_.mutex_);
        in_flight_.documents_.erase(document_id_);
    }
    in_flight_.freed_.notify_all();
}

DocumentRun::DocumentRun(const Plan& plan, const SourceFile& file, ProgressBoard::File board, InFlight& in_flight)
    : plan_(plan), file_(file), board_(board), in_flight_(in_flight) {}

FileReport DocumentRun::unreadable(std::string reason) const {
    FileReport report;
    report.file = file_;
    report.outcome = Outcome::kUnreadable;
    report.reason = std::move(reason);
    return report;
}

Result<FileReport> DocumentRun::execute(const Limits& limits) {
    if (auto going = limits.check("ingest"); !going) return propagate(going);
    board_.on_stage(Stage::kReading);
    const auto hash = platform::hash_file(file_.path);
    if (!hash) return unreadable(hash.error().message);
    document_id_ = hash->sha256;
    bytes_ = hash->bytes;

    const InFlight::Claim claim(in_flight_, document_id_);
    auto live = find_live();
    if (!live) return propagate(live);
    auto report = *live ? Result<FileReport>(std::move(**live)) : index(limits);
    if (report) {
        report->file = file_;
        report->document_id = document_id_;
        report->took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin_);
    }
    return report;
}

// A report when these bytes are live already and nothing needs to be read.
Result<std::optional<FileReport>> DocumentRun::find_live() {
    const auto document = plan_.ports.catalog.find_document(plan_.scope, document_id_);
    if (!document) return propagate(document);
    if (!*document) return std::nullopt;
    const Document& live = **document;
    const bool has_other_settings = live.fingerprint != plan_.fingerprint;
    was_readable_ = live.chunks > 0;
    if (plan_.reindex == Reindex::kAll) return std::nullopt;
    if (has_other_settings && plan_.reindex == Reindex::kOtherSettings) return std::nullopt;
    // A file that ran out of time or memory may fare better today, and a limit may have been raised.
    const bool may_fare_better = live.state == DocumentState::kTimedOut || live.state == DocumentState::kOutOfMemory ||
                                 live.state == DocumentState::kOverLimit;
    if (may_fare_better) return std::nullopt;
    const bool is_locked = live.state == DocumentState::kEncrypted;
    if (is_locked && plan_.ports.extractor.has_password(file_.path)) return std::nullopt;

    FileReport report;
    report.outcome = has_other_settings ? Outcome::kOtherSettings : Outcome::kUnchanged;
    report.state = live.state;
    report.reason = live.reason;
    report.pages = live.pages;
    report.chunks = live.chunks;
    const bool has_name = std::find(live.names.begin(), live.names.end(), file_.name) != live.names.end();
    if (!has_name) {
        const auto replaced = plan_.ports.catalog.add_name(plan_.scope, file_.name, document_id_);
        if (!replaced) return propagate(replaced);
        if (report.outcome == Outcome::kUnchanged) report.outcome = Outcome::kNamed;
    }
    return report;
}

// Takes up what an earlier run was stopped at, or begins a version.
void DocumentRun::begin_draft() {
    if (const auto found = plan_.drafts.find(document_id_); found != plan_.drafts.end()) {
        draft_ = found->second;
        resumed_at_ = draft_.next_page;
        board_.on_chunks(draft_.next_ordinal);
        auto reading = extraction::parse_reading(draft_.reading);
        if (!reading || reading->next_page < resumed_at_) return;  // then the file is read from its beginning
        reading_ = std::move(*reading);
        board_.on_pages(reading_.next_page - 1, reading_.pages);
        return;
    }
    draft_.version = make_ulid();
    draft_.document_id = document_id_;
    draft_.fingerprint = plan_.fingerprint;
    draft_.source = file_.path.string();
    const SourceState source = source_state(draft_.source);
    draft_.source_bytes = source.bytes;
    draft_.source_modified_ns = source.modified_ns;
}

Result<FileReport> DocumentRun::index(const Limits& limits) {
    begin_draft();
    catalog::VersionRecord record;
    record.document_id = document_id_;
    record.version = draft_.version;
    record.fingerprint = plan_.fingerprint;
    record.bytes = bytes_;
    if (bytes_ > plan_.settings.file_bytes_max) {
        record.state = DocumentState::kOverLimit;
        record.reason = "the file has " + std::to_string(bytes_) +
                        " bytes, more than FILE_BYTES_MAX=" + std::to_string(plan_.settings.file_bytes_max);
    } else {
        if (auto read = read_pages(record, limits); !read) return propagate(read);
        // A document is named by its bytes: a file that changed while it was read is none yet.
        const auto again = platform::hash_file(file_.path);
        if (!again || again->sha256 != document_id_) {
            if (auto erased = plan_.ports.chunks.erase(draft_.version); !erased) return propagate(erased);
            return unreadable("the file changed while it was read; ingest it again");
        }
        if (record.state == DocumentState::kEncrypted && was_readable_) {
            return unreadable(record.reason + "; what was read of it before goes on answering");
        }
    }

    board_.on_stage(Stage::kCommitting);
    const auto digest = plan_.ports.chunks.chunk_digest(draft_.version);
    if (!digest) return propagate(digest);
    record.chunk_digest = *digest;
    record.chunks = draft_.next_ordinal;
    auto facts = read_facts();
    if (!facts) return propagate(facts);
    record.facts = std::move(*facts);
    platform::reach("ingest.flip.before");
    const auto replaced = plan_.ports.catalog.flip(plan_.scope, file_.name, record);
    if (!replaced) return propagate(replaced);
    platform::reach("ingest.flip.after");
    // The document is live. A draft that cannot be taken away now is stale, and goes with the next run.
    (void)plan_.ports.chunks.finish(draft_.version);
    platform::reach("ingest.finish.after");

    FileReport report;
    report.outcome = Outcome::kIndexed;
    report.state = record.state;
    report.reason = record.reason;
    report.pages = record.pages;
    report.chunks = record.chunks;
    report.resumed_at = resumed_at_;
    return report;
}

// From the rows, since an earlier run may have read the first pages.
Result<Facts> DocumentRun::read_facts() {
    std::vector<Page> pages;
    for (std::uint32_t number = 1; number <= facts::kPagesRead; ++number) {
        auto page = plan_.ports.chunks.find_page(draft_.version, number);
        if (!page) return propagate(page);
        if (*page) pages.push_back(std::move(**page));
    }
    std::vector<facts::FrontPage> front;
    for (const Page& page : pages) front.push_back({page.number, page.text});
    return facts::to_facts(facts::read_document(
        {.pages = front, .file_name = file_.name.path, .metadata_title = {}, .metadata_author = {}}));
}

Result<void> DocumentRun::read_pages(catalog::VersionRecord& record, const Limits& limits) {
    embedding::Embedder& embedder = plan_.ports.embedder;
    chunker_.emplace(
        plan_.chunking, [&embedder](std::string_view text) { return embedder.count_tokens(text); },
        embedder.window_tokens(), document_id_, plan_.fingerprint);
    chunker_->go_on_from({draft_.next_ordinal, draft_.section});
    const auto extraction = plan_.ports.extractor.go_on(
        {file_.path, file_.name.path}, reading_,
        [&](Page page, std::uint32_t total) -> Result<void> {
            board_.on_page(total);
            // What an earlier run wrote is embedded no more, where it had to be read once more.
            if (static_cast<std::uint32_t>(page.number) < resumed_at_) return {};
            return add_page(std::move(page), limits);
        },
        limits);
    if (!extraction) return propagate(extraction);
    if (auto written = write_batch(limits); !written) return written;
    record.state = extraction->state;
    record.reason = extraction->reason;
    record.pages = extraction->pages;
    return {};
}

Result<void> DocumentRun::add_page(Page page, const Limits& limits) {
    std::vector<Chunk> chunks = chunker_->chunk(page);
    pages_.push_back(std::move(page));
    std::move(chunks.begin(), chunks.end(), std::back_inserter(chunks_));
    if (chunks_.size() < kBatchChunksMax && pages_.size() < plan_.settings.batch_pages) return {};
    auto written = write_batch(limits);
    board_.on_stage(Stage::kReading);
    return written;
}

Result<void> DocumentRun::write_batch(const Limits& limits) {
    if (pages_.empty()) return {};
    if (auto going = limits.check("ingest"); !going) return going;
    board_.on_stage(Stage::kEmbedding);
    std::vector<std::string> texts;
    texts.reserve(chunks_.size());
    for (const Chunk& chunk : chunks_) texts.push_back(chunk.embedded_text());
    Embeddings embeddings(0, plan_.ports.embedder.dimension());
    if (!texts.empty()) {
        auto embedded = plan_.ports.embedder.embed_documents(texts, limits);
        if (!embedded) return propagate(embedded);
        embeddings = std::move(*embedded);
    }
    platform::reach("ingest.batch.embedded");
    chunking::Chunker::Position position = chunker_->position();
    draft_.next_page = static_cast<std::uint32_t>(pages_.back().number) + 1;
    draft_.next_ordinal = position.next_ordinal;
    draft_.section = std::move(position.section);
    draft_.reading = extraction::format_reading(reading_);
    if (auto written = plan_.ports.chunks.append(plan_.scope, draft_, pages_, chunks_, embeddings); !written) {
        return written;
    }
    platform::reach("ingest.batch.written");
    board_.on_chunks(chunks_.size());
    pages_.clear();
    chunks_.clear();
    return {};
}

}  // namespace genai::ingestion
