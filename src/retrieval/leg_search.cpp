// SPDX-License-Identifier: Apache-2.0
#include "retrieval/leg_search.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>

namespace genai::retrieval {

// The pages of one index that hold words of the question.
struct LegSearch::WordHits {
    std::vector<KeywordHit> hits;
    float best_matched_idf = 0;
    // What a text that is not named holds at most: of all documents, and of those that the question names.
    double unlisted = 0;
    double unlisted_in_focus = 0;

    double rest_of(const Pool& pool, const std::string& version) const {
        return pool.has_focus && pool.focus.allows(version) ? std::min(unlisted, unlisted_in_focus) : unlisted;
    }
};

namespace {

// The last score of a list that is full.
double last_score(const lexical::LexicalResult& result, std::size_t k) {
    return result.hits.size() < k ? 0 : result.hits.back().bm25;
}

template <class Key>
double score_of(const std::map<Key, double>& scores, const Key& key, double otherwise) {
    const auto known = scores.find(key);
    return known == scores.end() ? otherwise : known->second;
}

}  // namespace

Result<std::vector<VectorHit>> LegSearch::nearest(std::span<const float> embedding, std::size_t k,
                                                  const VersionFilter& filter) const {
    std::vector<VectorHit> found;
    const vectors::VectorQuery query{.embedding = embedding, .k = k, .filter = filter};
    for (const Scope& scope : scopes_) {
        auto hits = indexes_.vectors.search(scope, query, limits_);
        if (!hits) return hits;
        std::move(hits->begin(), hits->end(), std::back_inserter(found));
    }
    // Cosines compare between collections as they do within one.
    std::sort(found.begin(), found.end(), [](const VectorHit& a, const VectorHit& b) {
        return a.cosine != b.cosine ? a.cosine > b.cosine : a.key < b.key;
    });
    if (found.size() > k) found.resize(k);
    return found;
}

Result<void> LegSearch::add_nearest(Pool& pool, const Meaning& meaning, Nearness& nearness) const {
    auto hits = nearest(meaning.question, pool.k, pool.filter);
    if (!hits) return propagate(hits);
    nearness.best_cosine = hits->empty() ? 0 : hits->front().cosine;
    for (const VectorHit& hit : *hits) pool.note(hit);
    if (!pool.has_focus) return {};
    hits = nearest(meaning.rest.empty() ? meaning.question : meaning.rest, pool.k, pool.focus);
    if (!hits) return propagate(hits);
    for (const VectorHit& hit : *hits)
        if (const auto page = pool.page_of(hit.key)) pool.find_page(*page);
    return {};
}

// The best of all, then those of the documents that the question names that are not among them.
Result<LegSearch::WordHits> LegSearch::search(lexical::LexicalIndex& index, const lexical::KeywordQuery& query,
                                              const Pool& pool) const {
    WordHits found;
    const auto add = [&](const VersionFilter& filter, double& unlisted) -> Result<void> {
        auto result = index.search(scopes_, query, pool.k, filter, limits_);
        if (!result) return propagate(result);
        unlisted = last_score(*result, pool.k);
        for (const float matched : result->matched_idf)
            found.best_matched_idf = std::max(found.best_matched_idf, matched);
        std::move(result->hits.begin(), result->hits.end(), std::back_inserter(found.hits));
        return {};
    };
    if (auto added = add(pool.filter, found.unlisted); !added) return propagate(added);
    if (!pool.has_focus) return found;
    if (auto added = add(pool.focus, found.unlisted_in_focus); !added) return propagate(added);
    return found;
}

Result<void> LegSearch::add_by_words(Pool& pool, std::string_view question, Nearness& nearness) const {
    const auto pages = search(indexes_.pages, {pool.rest, pool.expansions}, pool);
    if (!pages) return propagate(pages);
    const auto passages = search(indexes_.passages, {pool.rest, pool.expansions}, pool);
    if (!passages) return propagate(passages);
    const auto documents = search(indexes_.documents, {question}, pool);
    if (!documents) return propagate(documents);

    nearness.best_matched_idf = pages->best_matched_idf;
    std::map<PageKey, double> page_scores;
    for (const KeywordHit& hit : pages->hits)
        if (pool.find_page(hit.key) != nullptr) page_scores[hit.key] = hit.bm25;
    std::map<PageKey, double> passage_scores;
    for (const KeywordHit& hit : passages->hits) {
        const ChunkKey chunk{hit.key.version, hit.key.page};
        const auto page = pool.page_of(chunk);
        if (!page || pool.find_page(*page) == nullptr) continue;
        pool.passages.emplace(chunk, hit.bm25);
        double& best = passage_scores[*page];
        best = std::max(best, static_cast<double>(hit.bm25));
    }
    std::map<std::string, double> document_scores;
    for (const KeywordHit& hit : documents->hits) document_scores[hit.key.version] = hit.bm25;

    for (auto& [key, candidate] : pool.pages) {
        candidate.page = score_of(page_scores, key, pages->rest_of(pool, key.version));
        candidate.passage = score_of(passage_scores, key, passages->rest_of(pool, key.version));
        candidate.document = score_of(document_scores, key.version, documents->rest_of(pool, key.version));
    }
    return {};
}

Result<void> LegSearch::add_cosines(Pool& pool, const Meaning& meaning) const {
    std::vector<std::vector<ChunkKey>> unscored(scopes_.size());
    std::vector<std::vector<ChunkKey>> all(scopes_.size());
    for (const auto& [key, candidate] : pool.pages) {
        const auto& by_page = pool.find(key.version).pages->pages;
        if (key.page == 0 || key.page > by_page.size()) continue;
        for (const std::uint32_t ordinal : by_page[key.page - 1]) {
            if (!candidate.has_chunk) unscored[candidate.scope].push_back({key.version, ordinal});
            all[candidate.scope].push_back({key.version, ordinal});
        }
    }
    for (std::size_t i = 0; i < scopes_.size(); ++i) {
        auto hits = indexes_.vectors.score(scopes_[i], meaning.question, unscored[i]);
        if (!hits) return propagate(hits);
        for (const VectorHit& hit : *hits) pool.note(hit);
        if (meaning.rest.empty()) continue;
        hits = indexes_.vectors.score(scopes_[i], meaning.rest, all[i]);
        if (!hits) return propagate(hits);
        for (const VectorHit& hit : *hits) pool.note_rest(hit);
    }
    return {};
}

}  // namespace genai::retrieval
