// SPDX-License-Identifier: Apache-2.0
#include "retrieval/retriever.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"
#include "retrieval/allowed.hpp"
#include "retrieval/leg_search.hpp"
#include "retrieval/passage_reader.hpp"
#include "retrieval/ranking.hpp"

namespace genai::retrieval {

namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// The beginning of the text that fits the embedder's window, cut between words.
std::string_view fit_to_window(std::string_view text, const embedding::Embedder& embedder) {
    while (embedder.count_tokens(text) > embedder.window_tokens()) {
        const std::size_t shorter = byte_offset(text, count_code_points(text) * 3 / 4);
        const std::size_t space = text.find_last_of(" \n\t", shorter);
        text = text.substr(0, space == std::string_view::npos || space == 0 ? shorter : space);
    }
    return text;
}

const profiles::ProfileChoice& profiles_of(const Retriever::Ports& ports) {
    static const profiles::ProfileChoice kNone;
    return ports.profiles == nullptr ? kNone : *ports.profiles;
}

}  // namespace

Retriever::Retriever(const Settings& settings, const Ports& ports)
    : settings_(settings), ports_(ports), live_(ports.catalog, ports.chunks, ports.indexes, profiles_of(ports)) {}

Result<void> Retriever::refresh(const Scope& scope, const Limits& limits) {
    const auto live = live_.refresh(scope, limits);
    if (!live) return propagate(live);
    return {};
}

// The question's vector, of as much of it as the embedder takes.
Result<std::vector<float>> Retriever::embed(std::string_view question, Retrieval& found, const Limits& limits) {
    const auto begin = Clock::now();
    const std::string_view text = fit_to_window(question, ports_.embedder);
    if (text.size() < question.size() && found.degraded.empty()) {
        found.degraded.push_back({"question", "only its first " + std::to_string(count_code_points(text)) +
                                                  " characters fit the embedder's window; the keyword search saw all"});
    }
    auto embedded = ports_.embedder.embed_question(text, limits);
    if (!embedded) return propagate(embedded);
    found.embed_ms += ms_since(begin);
    return std::vector<float>(embedded->values().begin(), embedded->values().end());
}

Result<Retrieval> Retriever::retrieve(const Question& question, Legs legs, const Limits& limits) {
    const auto begin = Clock::now();
    Retrieval found;
    auto embedding = embed(question.text, found, limits);
    if (!embedding) return propagate(embedding);
    found.question_embedding = std::move(*embedding);
    // A document may be replaced or deleted between the search and the reading of its text: look again.
    constexpr int kAttemptsMax = 8;
    for (int attempt = 1;; ++attempt) {
        auto passages = search(question, legs, found, limits);
        if (passages) {
            found.passages = std::move(*passages);
            break;
        }
        if (passages.error().kind != ErrorKind::kConflict) return propagate(passages);
        if (attempt == kAttemptsMax)
            return fail(ErrorKind::kUnavailable, passages.error().message + ", each time it was looked for: ask again");
    }
    found.search_ms = ms_since(begin) - found.embed_ms;
    return found;
}

// What is live in each of the question's collections and passes its filter.
Result<Pool> Retriever::make_pool(const Question& question, Retrieval& found, const Limits& limits) {
    std::vector<std::shared_ptr<const LiveSet>> live;
    std::vector<Allowed> allowed;
    for (const Scope& scope : question.scopes) {
        auto set = live_.refresh(scope, limits);
        if (!set) return propagate(set);
        live.push_back(std::move(*set));
        if (!question.filter) continue;
        const auto table = ports_.directory.table(scope);
        if (!table) return propagate(table);
        allowed.push_back(allow(*live.back(), **table, *question.filter));
    }
    VersionFilter filter;
    if (question.filter) {
        std::size_t documents = 0;
        for (const Allowed& one : allowed) documents += one.documents;
        found.documents_allowed = documents;
        filter = unite(std::move(allowed), live);
    }
    return Pool(std::move(live), std::move(filter), std::max(settings_.candidates, question.top_k));
}

// The pages that any leg found, by all legs' scores, and their passages.
Result<std::vector<Passage>> Retriever::search(const Question& question, Legs legs, Retrieval& found,
                                               const Limits& limits) {
    auto pool = make_pool(question, found, limits);
    if (!pool) return propagate(pool);
    if (found.documents_allowed == 0) return std::vector<Passage>();
    pool->read_question(question.text);
    std::vector<float> rest;
    if (pool->rest != question.text && legs != Legs::kKeyword && settings_.rest_vector_weight > 0) {
        auto embedding = embed(pool->rest, found, limits);
        if (!embedding) return propagate(embedding);
        rest = std::move(*embedding);
    }
    const Meaning meaning{found.question_embedding, rest};
    const LegSearch search(ports_.indexes, question.scopes, limits);
    if (auto done = search.add_nearest(*pool, meaning, found.nearness); !done) return propagate(done);
    if (legs == Legs::kKeyword) pool->pages.clear();  // the nearest were asked for the "not found" rule alone
    const std::map<PageKey, Candidate> nearest = pool->pages;
    if (legs == Legs::kHybrid && settings_.profile_weight > 0) pool->enter_statements();
    if (auto done = search.add_by_words(*pool, question.text, found.nearness); !done) return propagate(done);
    if (legs == Legs::kVector) pool->pages = nearest;
    if (auto done = search.add_cosines(*pool, meaning); !done) return propagate(done);

    std::vector<Candidate> candidates;
    for (const auto& [key, candidate] : pool->pages)
        if (candidate.has_chunk) candidates.push_back(candidate);
    leave_out_repeats(candidates, *pool);
    rank(candidates, legs, settings_);
    if (candidates.size() > question.top_k) candidates.resize(question.top_k);
    const PassageReader reader(ports_.catalog, ports_.chunks, ports_.indexes.vectors);
    return reader.read(question, candidates, *pool, found.question_embedding);
}

}  // namespace genai::retrieval
