// SPDX-License-Identifier: Apache-2.0
#include "retrieval/passage_reader.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace genai::retrieval {

namespace {

// How much a chunk's BM25, as a share of the best chunk's of the page, counts beside its cosine when a page's chunk is
// chosen.
constexpr double kPassageShareWeight = 0.3;

}  // namespace

Result<std::vector<Passage>> PassageReader::read(const Question& question, std::span<const Candidate> candidates,
                                                 const Pool& pool, std::span<const float> question_embedding) const {
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
    auto chunks = chunks_.find_chunks(keys);
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
Result<std::vector<Document>> PassageReader::read_documents(const Question& question,
                                                            std::span<const Candidate> candidates) const {
    std::vector<Document> documents;
    for (std::size_t i = 0; i < question.scopes.size(); ++i) {
        std::set<std::string> versions;
        for (const Candidate& candidate : candidates)
            if (candidate.scope == i) versions.insert(candidate.key.version);
        if (versions.empty()) continue;
        auto read = catalog_.documents_of_versions(question.scopes[i], {versions.begin(), versions.end()});
        if (!read) return read;
        std::move(read->begin(), read->end(), std::back_inserter(documents));
    }
    return documents;
}

// The chunk of a page that stands for it: near in meaning, and holding the question's words.
Result<VectorHit> PassageReader::best_chunk(const Question& question, const Candidate& page, const Pool& pool,
                                            std::span<const float> question_embedding) const {
    std::vector<ChunkKey> keys;
    for (const std::uint32_t ordinal : pool.find(page.key.version).pages->pages[page.key.page - 1]) {
        keys.push_back({page.key.version, ordinal});
    }
    const auto hits = vectors_.score(question.scopes[page.scope], question_embedding, keys);
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
