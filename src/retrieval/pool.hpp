// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "facts/fact_index.hpp"
#include "model/filter.hpp"
#include "model/passage.hpp"
#include "model/version_filter.hpp"
#include "retrieval/live_index.hpp"
#include "vectors/vector_store.hpp"

namespace genai::retrieval {

// A page that a leg found, with what each leg says of it once that is known.
struct Candidate {
    PageKey key;
    std::size_t scope = 0;   // of the question's
    double cosine = 0;       // of its chunk nearest to the question
    double rest_cosine = 0;  // of its chunk nearest to the question without names and periods
    double page = 0;         // BM25 of the page
    double passage = 0;      // BM25 of its best chunk
    double document = 0;     // BM25 of its document
    double facts = 0;        // how well its document is what the question names
    double profile = 0;      // how well it is the kind of page that the question asks for
    bool has_chunk = false;  // a page without text in chunks cannot be a source
    double score = 0;
};

// The pages that the legs of one search have found so far, in order of their keys, and what is live beneath them. What
// is not live takes no place in it. For one thread.
class Pool {
public:
    // `live`: of each of the question's scopes. `filter`: what the question lets pass of them. `k`: how many hits each
    // leg is asked for.
    Pool(std::vector<std::shared_ptr<const LiveSet>> live, VersionFilter filter, std::size_t k);

    // Compares what the question names with what the documents are about: their scores, `focus` and `rest` come of it;
    // and, by the documents' profiles, what it asks of their fields.
    void read_question(std::string_view question);
    // Enters the pages that are most what the question asks of its documents' field, whatever words they have.
    void enter_statements();

    // A version and the scope that it is live in; nothing when it is in none.
    struct LiveVersion {
        std::size_t scope = 0;
        const VersionPages* pages = nullptr;
    };
    LiveVersion find(const std::string& version) const;
    // What the document's facts are worth to the question.
    double facts_score(std::size_t scope, const std::string& version) const;

    // The page, entered when it is new; nothing when its version is not live.
    Candidate* find_page(const PageKey& page);
    // The key of a chunk's page; nothing when its version is not live.
    std::optional<PageKey> page_of(const ChunkKey& chunk) const;
    // The cosine of a chunk to the question, or to the rest of it.
    void note(const VectorHit& hit);
    void note_rest(const VectorHit& hit);

    std::vector<std::shared_ptr<const LiveSet>> live;
    VersionFilter filter;
    std::size_t k = 0;
    bool has_focus = false;
    VersionFilter focus;  // the documents that fit best what the question names, when there are any
    std::string rest;     // the question without names and periods, as far as they have been understood
    std::vector<facts::FactMatch> matches;                                // of each scope
    std::map<const profiles::Profile*, profiles::QuestionSignals> asked;  // of the fields that the documents are of
    std::vector<Expansion> expansions;                                    // that these fields know for it
    std::map<PageKey, Candidate> pages;
    std::map<ChunkKey, double> passages;  // BM25 of the chunks that the passage leg found

private:
    double best_facts_ = 0;  // of any document

    void set_focus();
    void ask_profiles();
    double boost_of(const VersionPages& version, std::uint32_t page) const;
    void enter_statements_of(const std::string& version, std::vector<std::pair<double, PageKey>>& best) const;
};

}  // namespace genai::retrieval
