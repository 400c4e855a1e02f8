// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <sys/stat.h>

#include "api/services.hpp"
#include "blobs/fake_blob_store.hpp"
#include "jobs/fake_job_queue.hpp"

#include "platform/files.hpp"

namespace genai::api {

// Uploads that become blobs and jobs in memory, which nobody runs.
class FakeJobServices final : public JobServices {
public:
    std::optional<Error> refusal;  // of every upload, when set
    std::string password;          // of the last upload

    Result<void> admit(const Scope& scope, std::uint64_t) override {
        if (refusal) return tl::unexpected(*refusal);
        if (scope.collection != "default") return fail(ErrorKind::kNotFound, "no collection " + scope.collection);
        return {};
    }
    Result<std::unique_ptr<blobs::BlobWriter>> begin_file() override { return blobs.begin(); }
    Result<std::vector<UploadedDocument>> take(Upload upload, const Limits&) override {
        std::vector<UploadedDocument> taken;
        password = upload.password;
        for (UploadedFile& file : upload.files) {
            auto blob = file.bytes->finish();
            if (!blob) return propagate(blob);
            const bool is_known = file.name.path == "report.pdf";
            auto job = is_known ? jobs::Job{} : queue.add({upload.scope, file.name, "", blob->id}).value();
            taken.push_back({blob->id, file.name, job.id});
        }
        return taken;
    }
    Result<jobs::JobPage> list(const jobs::JobFilter& filter, std::uint64_t offset, std::uint64_t limit) override {
        return queue.list(filter, offset, limit);
    }
    Result<std::optional<jobs::Job>> find(const std::string& id) override { return queue.find(id); }
    Result<jobs::Job> cancel(const std::string& id) override { return queue.cancel(id); }
    Result<jobs::Job> retry(const std::string& id) override { return queue.retry(id); }
    Result<std::uint64_t> retry_all(const jobs::JobFilter& filter) override { return jobs::retry_all(queue, filter); }

    blobs::FakeBlobStore blobs;
    jobs::FakeJobQueue queue;
};

// One document of two pages in memory, and an answer that repeats the question. What a test wants otherwise it sets
// before the server runs.
class FakeServices final : public Services {
public:
    static inline const std::string kId = std::string(64, 'a');

    FakeServices() {
        Document document;
        document.id = kId;
        document.names = {{"/raw", "report.pdf"}, {"/raw", "copy.pdf"}};
        document.state = DocumentState::kIndexed;
        document.bytes = 1234;
        document.pages = 2;
        document.chunks = 3;
        document.indexed_at = std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000));
        documents_[kId] = document;
    }

    // Called for each question when set; else the default answer.
    std::function<Result<Answer>(const Question&, const Limits&)> on_answer;
    std::atomic<bool> is_ready = true;
    std::atomic<double> memory = 0;
    std::atomic<int> questions = 0;
    std::atomic<int> drawings = 0;
    std::atomic<bool> is_file_gone = false;
    std::string file_bytes = "%PDF-1.7 the report";

    Result<Answer> answer(const Question& question, const Limits& limits) override {
        ++questions;
        if (on_answer) return on_answer(question, limits);
        return make_answer(question);
    }

    Answer make_answer(const Question& question) {
        std::lock_guard lock(mutex_);
        Answer answer;
        answer.text = "You asked: " + question.text + " [1].";
        answer.is_found = true;
        answer.model = "extractive";
        answer.citations.push_back({.marker = 1,
                                    .document_id = kId,
                                    .document_name = "report.pdf",
                                    .page = 2,
                                    .chunk_id = "c1",
                                    .quote = "two",
                                    .start = 5,
                                    .end = 8,
                                    .boxes = {{1, 2, 3.5, 4}},
                                    .verified = true});
        Passage passage;
        passage.document = documents_.begin()->second;
        passage.chunk = make_chunk(1);
        passage.score = 0.5;
        passage.scores.vector = 0.71F;
        answer.sources.push_back(passage);
        answer.timings = {.embed_ms = 2.1, .search_ms = 0.4, .generate_ms = 1, .total_ms = 3.5};
        return answer;
    }

    Result<catalog::DocumentPage> documents(const Scope& scope, std::uint64_t offset, std::uint64_t limit) override {
        if (scope.collection != "default") return fail(ErrorKind::kNotFound, "no collection " + scope.collection);
        std::lock_guard lock(mutex_);
        catalog::DocumentPage page;
        page.total = documents_.size();
        if (offset < documents_.size() && limit > 0) page.documents.push_back(documents_.begin()->second);
        return page;
    }

    Result<std::optional<Document>> find_document(const Scope& scope, const std::string& id) override {
        std::lock_guard lock(mutex_);
        auto found = documents_.find(id);
        if (found == documents_.end() || scope.collection != "default") return std::nullopt;
        return found->second;
    }

    Result<void> remove_document(const Scope&, const std::string& id, const Limits&) override {
        std::lock_guard lock(mutex_);
        if (documents_.erase(id) == 0) return fail(ErrorKind::kNotFound, "no document " + id);
        return {};
    }

    Result<std::optional<Page>> find_page(const Scope&, const std::string&, std::uint32_t number) override {
        if (number > 2) return std::nullopt;
        Page page;
        page.number = static_cast<int>(number);
        page.text = number == 1 ? "Page one" : "Page two";
        for (std::size_t i = 0; i < page.text.size(); ++i) {
            const auto x = static_cast<float>(10 * i);
            page.boxes.push_back({x, 20, x + 10, 30});
        }
        return page;
    }

    Result<std::vector<Chunk>> chunks(const Scope&, const std::string&, std::uint32_t offset,
                                      std::uint32_t limit) override {
        std::vector<Chunk> chunks;
        for (std::uint32_t i = offset; i < 3 && i < offset + limit; ++i) {
            chunks.push_back(make_chunk(i));
        }
        return chunks;
    }

    Result<std::vector<Chunk>> chunks_of_page(const Document&, std::uint32_t number) override {
        if (number != 2) return std::vector<Chunk>();
        return std::vector<Chunk>{make_chunk(0), make_chunk(1), make_chunk(2)};
    }

    Result<originals::Original> open_original(const Document&, const Limits&) override {
        platform::Descriptor file(::memfd_create("document", MFD_CLOEXEC));
        (void)platform::write_all(file.number(), file_bytes, "document");
        struct stat status {};
        ::fstat(file.number(), &status);
        if (is_file_gone) return fail(ErrorKind::kConflict, "report.pdf is not in /raw any more");
        return originals::Original(std::move(file), originals::to_file_state(status));
    }

    Result<std::string> draw_page(const Document&, std::uint32_t number, const extraction::Drawing& drawing,
                                  const Limits&) override {
        ++drawings;
        std::string text = "page " + std::to_string(number) + " width " + std::to_string(drawing.width) + " dpi " +
                           std::to_string(drawing.dpi);
        for (const Box& box : drawing.highlights)
            text += " [" + std::to_string(box.x0) + ", " + std::to_string(box.x1) + "]";
        return text;
    }
    std::string drawing_fingerprint() override { return "fake"; }

    std::vector<ReadinessCheck> readiness() override {
        return {{"store", is_ready.load(), is_ready ? "" : "it is being opened"}};
    }

    double memory_share() override { return memory; }

    FakeJobServices& jobs() override { return jobs_; }

private:
    static Chunk make_chunk(std::uint32_t ordinal) {
        Chunk chunk;
        chunk.id = "c" + std::to_string(ordinal);
        chunk.ordinal = ordinal;
        chunk.page = chunk.page_end = 2;
        chunk.end = 8;
        chunk.section = "Part";
        chunk.text = "Page two";
        return chunk;
    }

    FakeJobServices jobs_;
    std::mutex mutex_;
    std::map<std::string, Document> documents_;
};

}  // namespace genai::api
