// SPDX-License-Identifier: Apache-2.0
#include "retrieval/retriever.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "base/utf8.hpp"
#include "retrieval/fusion.hpp"

namespace genai::retrieval {

namespace {

// How much the share of the question's idf mass counts beside the cosine when a page's chunk is chosen.
constexpr double kOverlapWeight = 0.5;

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

}  // namespace

// A page that a leg found, with both legs' scores once they are known.
struct Retriever::Candidate {
    PageKey key;
    double cosine = 0;  // of its nearest chunk
    double bm25 = 0;
    bool has_chunk = false;  // a page without text in chunks cannot be a source
    double score = 0;

    void note(const VectorHit& hit) {
        if (has_chunk && hit.cosine <= cosine) return;
        has_chunk = true;
        cosine = hit.cosine;
    }
};

Retriever::Retriever(const Settings& settings, const Ports& ports)
    : settings_(settings), ports_(ports), live_(ports.catalog, ports.chunks, ports.vectors, ports.lexical) {}

Result<void> Retriever::refresh(const Scope& scope, const Limits& limits) {
    const auto live = live_.refresh(scope, limits);
    if (!live) return propagate(live);
    return {};
}

Result<Retrieval> Retriever::retrieve(const Question& question, Legs legs, const Limits& limits) {
    Retrieval found;
    auto begin = Clock::now();
    const std::string_view text = fit_to_window(question.text, ports_.embedder);
    if (text.size() < question.text.size()) {
        found.degraded.push_back({"question", "only its first " + std::to_string(count_code_points(text)) +
                                                  " characters fit the embedder's window; the keyword search saw all"});
    }
    auto embedded = ports_.embedder.embed_question(text, limits);
    if (!embedded) return propagate(embedded);
    found.question_embedding.assign(embedded->values().begin(), embedded->values().end());
    found.embed_ms = ms_since(begin);

    begin = Clock::now();
    // A version may be replaced and cleaned away between the search and the reading of its text: look again, once.
    constexpr int kAttempts = 2;
    for (int attempt = 1;; ++attempt) {
        const auto live = live_.refresh(question.scope, limits);
        if (!live) return propagate(live);
        auto candidates = search(question, legs, **live, found, limits);
        if (!candidates) return propagate(candidates);
        auto passages = read_passages(question, *candidates, **live, found.question_embedding);
        if (!passages) {
            if (passages.error().kind == ErrorKind::kConflict && attempt < kAttempts) continue;
            return propagate(passages);
        }
        found.passages = std::move(*passages);
        break;
    }
    found.search_ms = ms_since(begin);
    return found;
}

// Both legs' pages, each with both scores, best first.
Result<std::vector<Retriever::Candidate>> Retriever::search(const Question& question, Legs legs, const LiveSet& live,
                                                           Retrieval& found, const Limits& limits) {
    const std::size_t k = std::max(settings_.candidates, question.top_k);
    std::map<PageKey, Candidate> pages;

    // The nearest chunk of all is asked for in any case: the "not found" rule needs it.
    const std::size_t nearest = legs == Legs::kKeyword ? 1 : k;
    const auto near = ports_.vectors.search(question.scope, found.question_embedding, nearest, limits);
    if (!near) return propagate(near);
    found.best_cosine = near->empty() ? 0 : near->front().cosine;
    if (legs != Legs::kKeyword) {
        for (const VectorHit& hit : *near) {
            if (const auto page = page_of(live, hit.key)) pages[*page].note(hit);
        }
    }

    const auto words = ports_.lexical.search(question.scope, question.text, k, limits);
    if (!words) return propagate(words);
    found.best_matched_idf = words->matched_idf.empty()
                                 ? 0
                                 : *std::max_element(words->matched_idf.begin(), words->matched_idf.end());
    if (legs != Legs::kVector) {
        // A page beyond the list has at most the list's last score; one beyond an unfilled list has none.
        const float unlisted = words->hits.size() < k ? 0 : words->hits.back().bm25;
        for (auto& [key, candidate] : pages) candidate.bm25 = unlisted;
        std::vector<ChunkKey> unscored;
        for (const KeywordHit& hit : words->hits) {
            const auto version = live.versions.find(hit.key.version);
            if (version == live.versions.end()) continue;
            Candidate& candidate = pages[hit.key];
            candidate.bm25 = hit.bm25;
            const auto& by_page = version->second->pages;
            if (hit.key.page > by_page.size()) continue;
            for (const std::uint32_t ordinal : by_page[hit.key.page - 1]) unscored.push_back({hit.key.version, ordinal});
        }
        const auto scored = ports_.vectors.score(question.scope, found.question_embedding, unscored);
        if (!scored) return propagate(scored);
        for (const VectorHit& hit : *scored) {
            if (const auto page = page_of(live, hit.key)) pages[*page].note(hit);
        }
    }

    std::vector<Candidate> candidates;
    for (auto& [key, candidate] : pages) {
        candidate.key = key;
        if (candidate.has_chunk) candidates.push_back(candidate);
    }
    rank(candidates, legs);
    return candidates;
}

void Retriever::rank(std::vector<Candidate>& candidates, Legs legs) const {
    std::vector<double> cosines;
    std::vector<double> keywords;
    for (const Candidate& candidate : candidates) {
        cosines.push_back(candidate.cosine);
        keywords.push_back(candidate.bm25);
    }
    const std::vector<double> near = z_scores(cosines);
    const std::vector<double> words = z_scores(keywords);
    const double vector_weight = legs == Legs::kVector ? 1 : legs == Legs::kKeyword ? 0 : settings_.vector_weight;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        candidates[i].score = vector_weight * near[i] + (1 - vector_weight) * words[i];
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.key < b.key;
    });
}

std::optional<PageKey> Retriever::page_of(const LiveSet& live, const ChunkKey& key) {
    const auto version = live.versions.find(key.version);
    if (version == live.versions.end() || key.ordinal >= version->second->page_of.size()) return std::nullopt;
    return PageKey{key.version, version->second->page_of[key.ordinal]};
}

// Of each of the first pages, the chunk that fits the question best. kConflict when one is no longer there.
Result<std::vector<Passage>> Retriever::read_passages(const Question& question, std::vector<Candidate>& candidates,
                                                      const LiveSet& live, std::span<const float> question_embedding) {
    if (candidates.size() > question.top_k) candidates.resize(question.top_k);
    std::vector<std::string> versions;
    for (const Candidate& candidate : candidates) versions.push_back(candidate.key.version);
    const auto documents = ports_.catalog.documents_of_versions(question.scope, versions);
    if (!documents) return propagate(documents);
    std::map<std::string, const Document*, std::less<>> by_version;
    for (const Document& document : *documents) by_version[document.version] = &document;

    std::vector<Passage> passages;
    for (const Candidate& candidate : candidates) {
        const auto document = by_version.find(candidate.key.version);
        auto chunks = ports_.chunks.chunks_of_page(candidate.key.version, candidate.key.page);
        if (!chunks) return propagate(chunks);
        const std::size_t expected = live.versions.at(candidate.key.version)->pages[candidate.key.page - 1].size();
        if (document == by_version.end() || chunks->size() != expected) {
            return fail(ErrorKind::kConflict, "document version " + candidate.key.version + " was replaced meanwhile");
        }
        auto best = best_chunk(question, candidate.key, *chunks, question_embedding);
        if (!best) return propagate(best);
        Passage passage;
        passage.document = *document->second;
        passage.chunk = std::move((*chunks)[best->index]);
        passage.score = static_cast<float>(candidate.score);
        passage.scores.vector = best->cosine;
        if (candidate.bm25 > 0) passage.scores.keyword = static_cast<float>(candidate.bm25);
        passages.push_back(std::move(passage));
    }
    return passages;
}

// The chunk of a page that stands for it: near in meaning, and holding the question's rare words.
Result<Retriever::BestChunk> Retriever::best_chunk(const Question& question, const PageKey& page,
                                          const std::vector<Chunk>& chunks, std::span<const float> question_embedding) {
    std::vector<std::string> texts;
    std::vector<std::string_view> views;
    std::vector<ChunkKey> keys;
    for (const Chunk& chunk : chunks) {
        texts.push_back(chunk.embedded_text());
        keys.push_back({page.version, chunk.ordinal});
    }
    for (const std::string& text : texts) views.push_back(text);
    const auto overlaps = ports_.lexical.overlap(question.scope, question.text, views);
    if (!overlaps) return propagate(overlaps);
    const auto cosines = ports_.vectors.score(question.scope, question_embedding, keys);
    if (!cosines) return propagate(cosines);

    BestChunk best;
    double best_score = -1;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const auto hit = std::find_if(cosines->begin(), cosines->end(), [&](const VectorHit& h) { return h.key == keys[i]; });
        const float cosine = hit == cosines->end() ? 0 : hit->cosine;
        const double score = cosine + kOverlapWeight * (*overlaps)[i];
        if (score > best_score) {
            best = {i, cosine};
            best_score = score;
        }
    }
    return best;
}

}  // namespace genai::retrieval
