// SPDX-License-Identifier: Apache-2.0
#include "app/services.hpp"

#include <algorithm>
#include <iterator>

#include "platform/memory_use.hpp"

namespace genai::app {

namespace {

// Replaced and cleaned away since it was looked up, or lost: asking again tells.
tl::unexpected<Error> lost_rows(const Document& document) {
    return fail(ErrorKind::kUnavailable, "rows of document " + document.id +
                                             " are not there: ask again; if they stay away, genai reconcile says what "
                                             "is wrong with the store");
}

}  // namespace

Result<void> ApplicationServices::warm_up(const Limits& limits) {
    auto engine = application_.engine();
    if (!engine) return propagate(engine);
    engine_ = *engine;
    if (auto refreshed = (*engine)->retriever->refresh(Scope{}, limits); !refreshed) return refreshed;
    is_index_ready_ = true;
    worker_.start();
    return {};
}

Result<Answer> ApplicationServices::answer(const Question& question, const Limits& limits) {
    Engine* engine = engine_;
    if (engine == nullptr) return fail(ErrorKind::kUnavailable, "the server is still loading its model; try again");
    for (const Scope& scope : question.scopes)
        if (auto known = require_collection(application_.catalog(), scope); !known) return propagate(known);
    return engine->answerer->answer(question, limits);
}

Result<catalog::DocumentPage> ApplicationServices::documents(const Scope& scope, const filters::DocumentQuery& query) {
    if (auto known = require_collection(application_.catalog(), scope); !known) return propagate(known);
    return filters::list_documents(application_.catalog(), application_.directory(), scope, query);
}

Result<std::optional<Document>> ApplicationServices::find_document(const Scope& scope, const std::string& id) {
    return application_.catalog().find_document(scope, id);
}

Result<void> ApplicationServices::remove_document(const Scope& scope, const std::string& id, const Limits& limits) {
    if (auto go_on = limits.check("removing a document"); !go_on) return go_on;
    return application_.deletion().remove_document(scope, id, limits);
}

Result<catalog::Removal> ApplicationServices::remove_documents(const Scope& scope, const std::vector<std::string>& ids,
                                                               const Limits& limits) {
    if (auto go_on = limits.check("removing documents"); !go_on) return propagate(go_on);
    if (auto known = require_collection(application_.catalog(), scope); !known) return propagate(known);
    return application_.deletion().remove_documents(scope, ids, limits);
}

Result<catalog::Removal> ApplicationServices::remove_documents(const Scope& scope, const Filter& filter,
                                                               const Limits& limits) {
    if (auto go_on = limits.check("removing documents"); !go_on) return propagate(go_on);
    if (auto known = require_collection(application_.catalog(), scope); !known) return propagate(known);
    auto removal = filters::remove_documents(application_.catalog(), application_.directory(), scope, filter);
    if (!removal) return removal;
    if (auto kept = application_.deletion().keep_removed(scope, *removal, limits); !kept) return propagate(kept);
    return removal;
}

Result<Document> ApplicationServices::set_facts(const Scope& scope, const std::string& id, const FactChanges& changes) {
    return application_.catalog().set_facts(scope, id, changes);
}

Result<std::vector<catalog::Collection>> ApplicationServices::collections(const std::string& tenant) {
    return application_.catalog().collections(tenant);
}

Result<std::optional<catalog::Collection>> ApplicationServices::find_collection(const Scope& scope) {
    return application_.catalog().find_collection(scope);
}

Result<catalog::Creation> ApplicationServices::create_collection(const Scope& scope) {
    return application_.catalog().create_collection(scope);
}

Result<catalog::Collection> ApplicationServices::remove_collection(const Scope& scope, const Limits& limits) {
    if (auto go_on = limits.check("removing a collection"); !go_on) return propagate(go_on);
    return application_.deletion().remove_collection(scope, limits);
}

Result<std::optional<Page>> ApplicationServices::find_page(const Scope& scope, const std::string& id,
                                                           std::uint32_t number) {
    auto document = require_document(scope, id);
    if (!document) return propagate(document);
    auto page = application_.chunks().find_page(document->version, number);
    const bool is_whole = document->state == DocumentState::kIndexed || document->state == DocumentState::kNoText;
    const bool must_be_there = is_whole && number >= 1 && number <= document->pages;
    if (page && !*page && must_be_there) return lost_rows(*document);
    return page;
}

Result<std::vector<Chunk>> ApplicationServices::chunks(const Scope& scope, const std::string& id, std::uint32_t offset,
                                                       std::uint32_t limit) {
    auto document = require_document(scope, id);
    if (!document) return propagate(document);
    std::vector<ChunkKey> keys;
    const std::uint64_t end = std::min<std::uint64_t>(document->chunks, std::uint64_t{offset} + limit);
    for (std::uint64_t ordinal = offset; ordinal < end; ++ordinal) {
        keys.push_back({document->version, static_cast<std::uint32_t>(ordinal)});
    }
    auto found = application_.chunks().find_chunks(keys);
    if (!found) return propagate(found);
    if (found->size() != keys.size()) return lost_rows(*document);
    std::vector<Chunk> chunks;
    for (auto& [key, chunk] : *found) chunks.push_back(std::move(chunk));
    return chunks;
}

Result<std::vector<Chunk>> ApplicationServices::chunks_of_page(const Document& document, std::uint32_t number) {
    return application_.chunks().chunks_of_page(document.version, number);
}

Result<originals::Original> ApplicationServices::open_original(const Document& document, const Limits& limits) {
    return application_.originals().open(document, limits);
}

Result<std::string> ApplicationServices::draw_page(const Document& document, std::uint32_t number,
                                                   const extraction::Drawing& drawing, const Limits& limits) {
    return application_.page_images().draw(document, number, drawing, limits);
}

std::vector<api::ReadinessCheck> ApplicationServices::readiness() {
    const bool has_engine = engine_ != nullptr;
    return {{"embedder", has_engine, has_engine ? "" : "the model is being loaded"},
            {"index", is_index_ready_, is_index_ready_ ? "" : "the indexes are being built"}};
}

double ApplicationServices::memory_share() {
    auto use = platform::memory_use();
    return use ? use->share() : 0;
}

Result<Document> ApplicationServices::require_document(const Scope& scope, const std::string& id) {
    auto document = application_.catalog().find_document(scope, id);
    if (!document) return propagate(document);
    if (*document) return std::move(**document);
    return fail(ErrorKind::kNotFound, "there is no document " + id + " in the collection " + scope.collection);
}

}  // namespace genai::app
