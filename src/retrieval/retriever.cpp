// SPDX-License-Identifier: Apache-2.0
#include "retrieval/retriever.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "base/utf8.hpp"
#include "retrieval/fusion.hpp"

namespace genai::retrieval {

namespace {

// How much a chunk's BM25, as a share of the best chunk's of the page, counts beside its cosine when a page's chunk is
// chosen.
constexpr double kPassageShareWeight = 0.3;
// Documents whose BM25 scores differ by less than about one rare word say the same; in a store of two filings of one
// company the difference is noise.
constexpr double kDocumentDeviationMin = 2.0;

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

// A page that a leg found, with the scores of all legs once they are known.
struct Retriever::Candidate {
    PageKey key;
    double cosine = 0;       // of its nearest chunk
    double page = 0;         // BM25 of the page
    double passage = 0;      // BM25 of its best chunk
    double document = 0;     // BM25 of its document
    bool has_chunk = false;  // a page without text in chunks cannot be a source
    double score = 0;
};

// The pages found so far, in order of their keys.
struct Retriever::Pool {
    const LiveSet& live;
    std::size_t k;  // how many hits each leg is asked for
    std::map<PageKey, Candidate> pages;
    std::map<ChunkKey, double> passages;  // BM25 of the chunks that the passage leg found

    // The page of a chunk; nothing when its version is not live.
    Candidate* find_page(const ChunkKey& chunk) {
        const auto version = live.versions.find(chunk.version);
        if (version == live.versions.end() || chunk.ordinal >= version->second->page_of.size()) return nullptr;
        return &pages[{chunk.version, version->second->page_of[chunk.ordinal]}];
    }

    void note(const VectorHit& hit) {
        Candidate* page = find_page(hit.key);
        if (page == nullptr || (page->has_chunk && hit.cosine <= page->cosine)) return;
        page->has_chunk = true;
        page->cosine = hit.cosine;
    }

    // What a leg says of a text that its full list does not name: at most the list's last score.
    double unlisted(const lexical::LexicalResult& result) const {
        return result.hits.size() < k ? 0 : result.hits.back().bm25;
    }
};

Retriever::Retriever(const Settings& settings, const Ports& ports)
    : settings_(settings), ports_(ports), live_(ports.catalog, ports.chunks, ports.indexes) {}

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
        Pool pool{**live, std::max(settings_.candidates, question.top_k), {}, {}};
        auto candidates = search(question, legs, pool, found, limits);
        if (!candidates) return propagate(candidates);
        auto passages = read_passages(question, *candidates, pool, found.question_embedding);
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

// The pages that any leg found, with every leg's score, best first.
Result<std::vector<Retriever::Candidate>> Retriever::search(const Question& question, Legs legs, Pool& pool,
                                                            Retrieval& found, const Limits& limits) {
    if (auto done = add_nearest(question, pool, found, limits); !done) return propagate(done);
    if (legs == Legs::kKeyword) pool.pages.clear();  // the nearest were asked for the "not found" rule alone
    const std::map<PageKey, Candidate> nearest = pool.pages;
    if (auto done = add_by_words(question, pool, found, limits); !done) return propagate(done);
    if (legs == Legs::kVector) pool.pages = nearest;
    if (auto done = score_all(question, pool, found); !done) return propagate(done);

    std::vector<Candidate> candidates;
    for (auto& [key, candidate] : pool.pages) {
        candidate.key = key;
        if (candidate.has_chunk) candidates.push_back(candidate);
    }
    rank(candidates, legs);
    return candidates;
}

Result<void> Retriever::add_nearest(const Question& question, Pool& pool, Retrieval& found, const Limits& limits) {
    const auto hits =
        ports_.indexes.vectors.search(question.scope, {.embedding = found.question_embedding, .k = pool.k}, limits);
    if (!hits) return propagate(hits);
    found.best_cosine = hits->empty() ? 0 : hits->front().cosine;
    for (const VectorHit& hit : *hits) pool.note(hit);
    return {};
}

Result<void> Retriever::add_by_words(const Question& question, Pool& pool, Retrieval& found, const Limits& limits) {
    const auto pages = ports_.indexes.pages.search(question.scope, question.text, pool.k, VersionFilter(), limits);
    if (!pages) return propagate(pages);
    const auto passages =
        ports_.indexes.passages.search(question.scope, question.text, pool.k, VersionFilter(), limits);
    if (!passages) return propagate(passages);
    const auto documents =
        ports_.indexes.documents.search(question.scope, question.text, pool.k, VersionFilter(), limits);
    if (!documents) return propagate(documents);

    found.best_matched_idf =
        pages->matched_idf.empty() ? 0 : *std::max_element(pages->matched_idf.begin(), pages->matched_idf.end());
    std::map<PageKey, double> page_scores;
    for (const KeywordHit& hit : pages->hits) {
        if (!pool.live.versions.contains(hit.key.version)) continue;
        page_scores[hit.key] = hit.bm25;
        pool.pages[hit.key];
    }
    std::map<PageKey, double> passage_scores;  // by page; hits come best first, so the first of a page is its best
    for (const KeywordHit& hit : passages->hits) {
        const ChunkKey chunk{hit.key.version, hit.key.page};
        if (pool.find_page(chunk) == nullptr) continue;
        pool.passages.emplace(chunk, hit.bm25);
        const std::uint32_t page = pool.live.versions.at(hit.key.version)->page_of[hit.key.page];
        passage_scores.emplace(PageKey{hit.key.version, page}, hit.bm25);
    }
    std::map<std::string, double> document_scores;
    for (const KeywordHit& hit : documents->hits) document_scores[hit.key.version] = hit.bm25;

    const auto score_of = [](const auto& scores, const auto& key, double otherwise) {
        const auto known = scores.find(key);
        return known == scores.end() ? otherwise : known->second;
    };
    for (auto& [key, candidate] : pool.pages) {
        candidate.page = score_of(page_scores, key, pool.unlisted(*pages));
        candidate.passage = score_of(passage_scores, key, pool.unlisted(*passages));
        candidate.document = score_of(document_scores, key.version, pool.unlisted(*documents));
    }
    return {};
}

// The cosines of the pages that words alone have found; of the others the nearest chunk is known already.
Result<void> Retriever::score_all(const Question& question, Pool& pool, const Retrieval& found) {
    std::vector<ChunkKey> unscored;
    for (const auto& [key, candidate] : pool.pages) {
        const auto& by_page = pool.live.versions.at(key.version)->pages;
        if (candidate.has_chunk || key.page == 0 || key.page > by_page.size()) continue;
        for (const std::uint32_t ordinal : by_page[key.page - 1]) unscored.push_back({key.version, ordinal});
    }
    const auto hits = ports_.indexes.vectors.score(question.scope, found.question_embedding, unscored);
    if (!hits) return propagate(hits);
    for (const VectorHit& hit : *hits) pool.note(hit);
    return {};
}

void Retriever::rank(std::vector<Candidate>& candidates, Legs legs) const {
    const auto add = [&](double Candidate::*leg, double weight, double deviation_min) {
        std::vector<double> values;
        for (const Candidate& candidate : candidates) values.push_back(candidate.*leg);
        const std::vector<double> scores = z_scores(values, deviation_min);
        for (std::size_t i = 0; i < candidates.size(); ++i) candidates[i].score += weight * scores[i];
    };
    if (legs != Legs::kKeyword) add(&Candidate::cosine, settings_.vector_weight, 0);
    if (legs != Legs::kVector) {
        add(&Candidate::page, settings_.page_weight, 0);
        add(&Candidate::passage, settings_.passage_weight, 0);
        add(&Candidate::document, settings_.document_weight, kDocumentDeviationMin);
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.key < b.key;
    });
}

// Of each of the first pages, the chunk that fits the question best. kConflict when one is no longer there.
Result<std::vector<Passage>> Retriever::read_passages(const Question& question, std::vector<Candidate>& candidates,
                                                      const Pool& pool, std::span<const float> question_embedding) {
    if (candidates.size() > question.top_k) candidates.resize(question.top_k);
    std::vector<std::string> versions;
    std::vector<ChunkKey> keys;
    std::vector<float> cosines;
    for (const Candidate& candidate : candidates) {
        const auto best = best_chunk(question, candidate.key, pool, question_embedding);
        if (!best) return propagate(best);
        versions.push_back(candidate.key.version);
        keys.push_back(best->key);
        cosines.push_back(best->cosine);
    }
    const std::set<std::string> distinct(versions.begin(), versions.end());
    const auto documents = ports_.catalog.documents_of_versions(question.scope, {distinct.begin(), distinct.end()});
    if (!documents) return propagate(documents);
    std::map<std::string, const Document*, std::less<>> by_version;
    for (const Document& document : *documents) by_version[document.version] = &document;
    auto chunks = ports_.chunks.find_chunks(keys);
    if (!chunks) return propagate(chunks);

    std::vector<Passage> passages;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto document = by_version.find(versions[i]);
        if (document == by_version.end() || chunks->size() != keys.size()) {
            return fail(ErrorKind::kConflict, "document version " + versions[i] + " was replaced meanwhile");
        }
        Passage passage;
        passage.document = *document->second;
        passage.chunk = std::move((*chunks)[i].second);
        passage.score = static_cast<float>(candidates[i].score);
        passage.scores.vector = cosines[i];
        if (candidates[i].page > 0) passage.scores.keyword = static_cast<float>(candidates[i].page);
        passages.push_back(std::move(passage));
    }
    return passages;
}

// The chunk of a page that stands for it: near in meaning, and holding the question's words.
Result<VectorHit> Retriever::best_chunk(const Question& question, const PageKey& page, const Pool& pool,
                                        std::span<const float> question_embedding) {
    std::vector<ChunkKey> keys;
    for (const std::uint32_t ordinal : pool.live.versions.at(page.version)->pages[page.page - 1]) {
        keys.push_back({page.version, ordinal});
    }
    const auto hits = ports_.indexes.vectors.score(question.scope, question_embedding, keys);
    if (!hits) return propagate(hits);
    const auto bm25_of = [&](const VectorHit& hit) {
        const auto known = pool.passages.find(hit.key);
        return known == pool.passages.end() ? 0.0 : known->second;
    };
    double bm25_max = 0;
    for (const VectorHit& hit : *hits) bm25_max = std::max(bm25_max, bm25_of(hit));
    VectorHit best{keys.front(), 0};
    double best_score = -1;
    for (const VectorHit& hit : *hits) {
        const double share = bm25_max > 0 ? bm25_of(hit) / bm25_max : 0;
        const double score = hit.cosine + kPassageShareWeight * share;
        if (score > best_score) {
            best = hit;
            best_score = score;
        }
    }
    return best;
}

}  // namespace genai::retrieval
