// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "api/services.hpp"
#include "catalog/fake_catalog.hpp"

namespace genai::api {

// One document of two pages in memory, and an answer that repeats the question. What a test wants otherwise it sets
// before the server runs.
class FakeServices final : public Services {
public:
    static inline const std::string kId = std::string(64, 'a');

    FakeServices() {
        catalog::VersionRecord record;
        record.document_id = kId;
        record.version = "v1";
        record.bytes = 1234;
        record.pages = 2;
        record.chunks = 3;
        ensure(catalog_.flip({}, {"/raw", "report.pdf"}, record).has_value(), "the fake catalog takes it");
        ensure(catalog_.add_name({}, {"/raw", "copy.pdf"}, kId).has_value(), "the fake catalog takes it");
    }

    // Called for each question when set; else the default answer.
    std::function<Result<Answer>(const Question&, const Limits&)> on_answer;
    std::atomic<bool> is_ready = true;
    std::atomic<double> memory = 0;
    std::atomic<int> questions = 0;

    Result<Answer> answer(const Question& question, const Limits& limits) override {
        ++questions;
        if (on_answer) return on_answer(question, limits);
        return make_answer(question);
    }

    Answer make_answer(const Question& question) {
        Answer answer;
        answer.text = "You asked: " + question.text + " [1].";
        answer.is_found = true;
        answer.model = "extractive";
        answer.citations.push_back({.marker = 1,
                                    .document_id = kId,
                                    .document_name = "report.pdf",
                                    .collection = "default",
                                    .page = 2,
                                    .chunk_id = "c1",
                                    .quote = "two",
                                    .start = 5,
                                    .end = 8,
                                    .boxes = {{1, 2, 3.5, 4}},
                                    .verified = true});
        Passage passage;
        passage.document.id = kId;
        passage.document.names = {{"/raw", "report.pdf"}};
        passage.chunk = make_chunk(1);
        passage.score = 0.5;
        passage.scores.vector = 0.71F;
        answer.sources.push_back(passage);
        if (question.filter) answer.documents_allowed = 1;
        answer.timings = {.embed_ms = 2.1, .search_ms = 0.4, .generate_ms = 1, .total_ms = 3.5};
        return answer;
    }

    Result<catalog::DocumentPage> documents(const Scope& scope, const filters::DocumentQuery& query) override {
        if (auto known = require(scope); !known) return propagate(known);
        return filters::list_documents(catalog_, directory_, scope, query);
    }

    Result<std::optional<Document>> find_document(const Scope& scope, const std::string& id) override {
        return catalog_.find_document(scope, id);
    }

    Result<void> remove_document(const Scope& scope, const std::string& id, const Limits&) override {
        auto removed = catalog_.remove(scope, id);
        if (!removed) return propagate(removed);
        return {};
    }

    Result<catalog::Removal> remove_documents(const Scope& scope, const std::vector<std::string>& ids,
                                              const Limits&) override {
        if (auto known = require(scope); !known) return propagate(known);
        return catalog_.remove_documents(scope, ids);
    }

    Result<catalog::Removal> remove_documents(const Scope& scope, const Filter& filter, const Limits&) override {
        if (auto known = require(scope); !known) return propagate(known);
        return filters::remove_documents(catalog_, directory_, scope, filter);
    }

    Result<Document> set_facts(const Scope& scope, const std::string& id, const FactChanges& changes) override {
        return catalog_.set_facts(scope, id, changes);
    }

    Result<std::vector<catalog::Collection>> collections(const std::string& tenant) override {
        return catalog_.collections(tenant);
    }

    Result<std::optional<catalog::Collection>> find_collection(const Scope& scope) override {
        return catalog_.find_collection(scope);
    }

    Result<catalog::Creation> create_collection(const Scope& scope) override {
        return catalog_.create_collection(scope);
    }

    Result<catalog::Collection> remove_collection(const Scope& scope, const Limits&) override {
        return catalog_.remove_collection(scope);
    }

    Result<std::optional<Page>> find_page(const Scope&, const std::string&, std::uint32_t number) override {
        if (number > 2) return std::nullopt;
        Page page;
        page.number = static_cast<int>(number);
        page.text = number == 1 ? "Page one" : "Page two";
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

    std::vector<ReadinessCheck> readiness() override {
        return {{"store", is_ready.load(), is_ready ? "" : "it is being opened"}};
    }

    double memory_share() override { return memory; }

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

    Result<void> require(const Scope& scope) {
        if (catalog_.find_collection(scope).value()) return {};
        return fail(ErrorKind::kNotFound, "no collection " + scope.collection);
    }

    catalog::FakeCatalog catalog_;
    filters::DocumentDirectory directory_{catalog_};
};

}  // namespace genai::api
