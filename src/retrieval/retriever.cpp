// SPDX-License-Identifier: Apache-2.0
#include "retrieval/retriever.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string_view>
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
    std::size_t scope = 0;   // of the question's
    double cosine = 0;       // of its nearest chunk
    double page = 0;         // BM25 of the page
    double passage = 0;      // BM25 of its best chunk
    double document = 0;     // BM25 of its document
    bool has_chunk = false;  // a page without text in chunks cannot be a source
    double score = 0;
};

// The pages found so far, in order of their keys.
struct Retriever::Pool {
    std::vector<std::shared_ptr<const LiveSet>> live;  // of each of the question's scopes; shared with the live index
    VersionFilter filter;
    std::size_t k = 0;  // how many hits each leg is asked for
    std::map<PageKey, Candidate> pages;
    std::map<ChunkKey, double> passages;  // BM25 of the chunks that the passage leg found

    // A version and the scope that it is live in; nothing when it is in none.
    struct LiveVersion {
        std::size_t scope = 0;
        const VersionPages* pages = nullptr;
    };
    LiveVersion find(const std::string& version) const {
        for (std::size_t i = 0; i < live.size(); ++i)
            if (const auto known = live[i]->versions.find(version); known != live[i]->versions.end())
                return {i, known->second.get()};
        return {};
    }

    // The page; nothing when its version is not live.
    Candidate* find_page(const PageKey& page) {
        const LiveVersion version = find(page.version);
        if (version.pages == nullptr) return nullptr;
        Candidate& candidate = pages[page];
        candidate.scope = version.scope;
        return &candidate;
    }
    // The key of a chunk's page; nothing when its version is not live.
    std::optional<PageKey> page_of(const ChunkKey& chunk) const {
        const LiveVersion version = find(chunk.version);
        if (version.pages == nullptr || chunk.ordinal >= version.pages->page_of.size()) return std::nullopt;
        return PageKey{chunk.version, version.pages->page_of[chunk.ordinal]};
    }

    void note(const VectorHit& hit) {
        const auto key = page_of(hit.key);
        Candidate* page = key ? find_page(*key) : nullptr;
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
    // A document may be replaced or deleted between the search and the reading of its text: look again.
    constexpr int kAttemptsMax = 8;
    for (int attempt = 1;; ++attempt) {
        auto pool = make_pool(question, found, limits);
        if (!pool) return propagate(pool);
        if (found.documents_allowed == 0) break;
        auto candidates = search(question, legs, *pool, found, limits);
        if (!candidates) return propagate(candidates);
        auto passages = read_passages(question, *candidates, *pool, found.question_embedding);
        if (!passages) {
            if (passages.error().kind != ErrorKind::kConflict) return propagate(passages);
            if (attempt < kAttemptsMax) continue;
            return fail(ErrorKind::kUnavailable, passages.error().message + ", each time it was looked for: ask again");
        }
        found.passages = std::move(*passages);
        break;
    }
    found.search_ms = ms_since(begin);
    return found;
}

namespace {

// What the filter lets pass of a collection, and how many documents that is.
struct Allowed {
    VersionFilter versions;
    std::size_t documents = 0;
};

// In terms of the versions that the indexes hold. A flip between the two looks at the catalog must not make a document
// vanish: then they are brought together by the documents' ids.
Allowed allow(const LiveSet& live, const filters::DocumentTable& table, const Filter& filter) {
    if (table.collection_version() == live.collection_version) {
        auto [versions, documents] = table.resolve(filter);
        return {std::move(versions), documents};
    }
    std::set<std::string> ids;
    for (filters::DocumentTable::Row& row : table.select(filter)) ids.insert(std::move(row.id));
    std::vector<std::string> versions;
    for (const auto& [version, pages] : live.versions)
        if (ids.contains(pages->document_id)) versions.push_back(version);
    const std::size_t documents = versions.size();
    return {VersionFilter(std::move(versions)), documents};
}

// One filter over the versions of all collections; each of them is whole in `live`.
VersionFilter unite(std::vector<Allowed> allowed, const std::vector<std::shared_ptr<const LiveSet>>& live) {
    if (allowed.size() == 1) return std::move(allowed.front().versions);
    if (std::all_of(allowed.begin(), allowed.end(), [](const Allowed& one) { return one.versions.allows_all(); }))
        return {};
    std::vector<std::string> versions;
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        const VersionFilter& part = allowed[i].versions;
        if (!part.allows_all()) versions.insert(versions.end(), part.versions().begin(), part.versions().end());
        if (part.allows_all())
            for (const auto& [version, pages] : live[i]->versions) versions.push_back(version);
    }
    return VersionFilter(std::move(versions));
}

}  // namespace

// What is live in each of the question's collections and passes its filter.
Result<Retriever::Pool> Retriever::make_pool(const Question& question, Retrieval& found, const Limits& limits) {
    Pool pool;
    pool.k = std::max(settings_.candidates, question.top_k);
    std::vector<Allowed> allowed;
    for (const Scope& scope : question.scopes) {
        auto live = live_.refresh(scope, limits);
        if (!live) return propagate(live);
        pool.live.push_back(std::move(*live));
        if (!question.filter) continue;
        const auto table = ports_.directory.table(scope);
        if (!table) return propagate(table);
        allowed.push_back(allow(*pool.live.back(), **table, *question.filter));
    }
    if (!question.filter) return pool;
    std::size_t documents = 0;
    for (const Allowed& one : allowed) documents += one.documents;
    found.documents_allowed = documents;
    pool.filter = unite(std::move(allowed), pool.live);
    return pool;
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
    leave_out_repeats(candidates, pool);
    rank(candidates, legs);
    return candidates;
}

Result<void> Retriever::add_nearest(const Question& question, Pool& pool, Retrieval& found, const Limits& limits) {
    std::vector<VectorHit> nearest;
    const vectors::VectorQuery query{.embedding = found.question_embedding, .k = pool.k, .filter = pool.filter};
    for (const Scope& scope : question.scopes) {
        auto hits = ports_.indexes.vectors.search(scope, query, limits);
        if (!hits) return propagate(hits);
        std::move(hits->begin(), hits->end(), std::back_inserter(nearest));
    }
    // Cosines compare between collections as they do within one.
    std::sort(nearest.begin(), nearest.end(), [](const VectorHit& a, const VectorHit& b) {
        return a.cosine != b.cosine ? a.cosine > b.cosine : a.key < b.key;
    });
    if (nearest.size() > pool.k) nearest.resize(pool.k);
    found.best_cosine = nearest.empty() ? 0 : nearest.front().cosine;
    for (const VectorHit& hit : nearest) pool.note(hit);
    return {};
}

Result<void> Retriever::add_by_words(const Question& question, Pool& pool, Retrieval& found, const Limits& limits) {
    const auto search = [&](lexical::LexicalIndex& index) {
        return index.search(question.scopes, question.text, pool.k, pool.filter, limits);
    };
    const auto pages = search(ports_.indexes.pages);
    if (!pages) return propagate(pages);
    const auto passages = search(ports_.indexes.passages);
    if (!passages) return propagate(passages);
    const auto documents = search(ports_.indexes.documents);
    if (!documents) return propagate(documents);

    found.best_matched_idf =
        pages->matched_idf.empty() ? 0 : *std::max_element(pages->matched_idf.begin(), pages->matched_idf.end());
    std::map<PageKey, double> page_scores;
    for (const KeywordHit& hit : pages->hits) {
        if (pool.find_page(hit.key) != nullptr) page_scores[hit.key] = hit.bm25;
    }
    std::map<PageKey, double> passage_scores;  // by page; hits come best first, so the first of a page is its best
    for (const KeywordHit& hit : passages->hits) {
        const ChunkKey chunk{hit.key.version, hit.key.page};
        const auto page = pool.page_of(chunk);
        if (!page || pool.find_page(*page) == nullptr) continue;
        pool.passages.emplace(chunk, hit.bm25);
        passage_scores.emplace(*page, hit.bm25);
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
    std::vector<std::vector<ChunkKey>> unscored(question.scopes.size());
    for (const auto& [key, candidate] : pool.pages) {
        const auto& by_page = pool.find(key.version).pages->pages;
        if (candidate.has_chunk || key.page == 0 || key.page > by_page.size()) continue;
        for (const std::uint32_t ordinal : by_page[key.page - 1])
            unscored[candidate.scope].push_back({key.version, ordinal});
    }
    for (std::size_t i = 0; i < unscored.size(); ++i) {
        const auto hits = ports_.indexes.vectors.score(question.scopes[i], found.question_embedding, unscored[i]);
        if (!hits) return propagate(hits);
        for (const VectorHit& hit : *hits) pool.note(hit);
    }
    return {};
}

// The same document may be in several of the collections; each of its pages is kept where it comes first.
void Retriever::leave_out_repeats(std::vector<Candidate>& candidates, const Pool& pool) {
    if (pool.live.size() < 2) return;
    const auto page_of = [&](const Candidate& candidate) {
        return std::pair(std::string_view(pool.find(candidate.key.version).pages->document_id), candidate.key.page);
    };
    std::map<std::pair<std::string_view, std::uint32_t>, std::size_t> first_scope;
    for (const Candidate& candidate : candidates) {
        const auto [known, is_new] = first_scope.emplace(page_of(candidate), candidate.scope);
        known->second = std::min(known->second, candidate.scope);
    }
    std::erase_if(candidates,
                  [&](const Candidate& candidate) { return first_scope.at(page_of(candidate)) != candidate.scope; });
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
    std::vector<ChunkKey> keys;
    std::vector<float> cosines;
    for (const Candidate& candidate : candidates) {
        const auto best = best_chunk(question, candidate, pool, question_embedding);
        if (!best) return propagate(best);
        keys.push_back(best->key);
        cosines.push_back(best->cosine);
    }
    const auto documents = read_documents(question, candidates);
    if (!documents) return propagate(documents);
    std::map<std::string, const Document*, std::less<>> by_version;
    for (const Document& document : *documents) by_version[document.version] = &document;
    auto chunks = ports_.chunks.find_chunks(keys);
    if (!chunks) return propagate(chunks);

    std::vector<Passage> passages;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const std::string& version = candidates[i].key.version;
        const auto document = by_version.find(version);
        if (document == by_version.end() || chunks->size() != keys.size()) {
            return fail(ErrorKind::kConflict, "document version " + version + " was replaced meanwhile");
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

// The documents of the pages, those that are still live.
Result<std::vector<Document>> Retriever::read_documents(const Question& question,
                                                        const std::vector<Candidate>& candidates) {
    std::vector<Document> documents;
    for (std::size_t i = 0; i < question.scopes.size(); ++i) {
        std::set<std::string> versions;
        for (const Candidate& candidate : candidates)
            if (candidate.scope == i) versions.insert(candidate.key.version);
        if (versions.empty()) continue;
        auto read = ports_.catalog.documents_of_versions(question.scopes[i], {versions.begin(), versions.end()});
        if (!read) return read;
        std::move(read->begin(), read->end(), std::back_inserter(documents));
    }
    return documents;
}

// The chunk of a page that stands for it: near in meaning, and holding the question's words.
Result<VectorHit> Retriever::best_chunk(const Question& question, const Candidate& page, const Pool& pool,
                                        std::span<const float> question_embedding) {
    std::vector<ChunkKey> keys;
    for (const std::uint32_t ordinal : pool.find(page.key.version).pages->pages[page.key.page - 1]) {
        keys.push_back({page.key.version, ordinal});
    }
    const auto hits = ports_.indexes.vectors.score(question.scopes[page.scope], question_embedding, keys);
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
