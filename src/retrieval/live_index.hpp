// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "chunks/chunk_store.hpp"
#include "facts/fact_index.hpp"
#include "lexical/lexical_index.hpp"
#include "profiles/profile_choice.hpp"
#include "vectors/vector_store.hpp"

namespace genai::retrieval {

// For each live version of a scope, which chunks begin on which page: pages[p - 1] are page p's ordinals, ascending.
struct VersionPages {
    std::string document_id;
    std::string name;  // of the document, as its words were indexed with
    std::vector<std::vector<std::uint32_t>> pages;
    std::vector<std::uint32_t> page_of;          // by ordinal
    facts::DocumentFacts read;                   // of its text and its name
    Facts set;                                   // by people
    const profiles::Profile* profile = nullptr;  // of the document's field, if it has one
    std::vector<profiles::PageSignals> signals;  // with a profile: what page p shows of the field, at p - 1
};

// What is live in a scope, as of one collection version. Immutable once made.
struct LiveSet {
    std::string collection_version;
    std::map<std::string, std::shared_ptr<const VersionPages>, std::less<>> versions;
    std::vector<std::string> order;                 // the same versions; a document's place in `facts`
    std::shared_ptr<const facts::FactIndex> facts;  // of all of them
    std::set<const profiles::Profile*> profiles;    // that any of them has
};

// The derived indexes. Words are looked for in three sizes of text, each an index of its own: pages (a unit is a page's
// number), passages (a chunk's ordinal) and whole documents (unit 0). A document's first name goes into each as its
// first line.
struct Indexes {
    vectors::VectorStore& vectors;
    lexical::LexicalIndex& pages;
    lexical::LexicalIndex& passages;
    lexical::LexicalIndex& documents;
};

// Keeps the derived indexes in step with the truth: when a scope's collection version has changed since the last look,
// versions that are live by now are read from the chunk store and added, those that are not are removed, and those
// whose document was renamed get their words anew. What the documents are about (facts/) and what their pages show of
// their field (profiles/) is read from their text on the way. So a flip or a delete, by this process or another, holds
// for the next question. Rows that the flip promised and the store has not are an error that names the document. Work
// that a question's deadline ends is kept: the next question goes on from there. Safe to use from several threads; one
// of them does the work, the others wait.
class LiveIndex {
public:
    LiveIndex(catalog::Catalog& catalog, chunks::ChunkStore& chunks, const Indexes& indexes,
              const profiles::ProfileChoice& profiles);

    // The scope's live set, with every index brought up to it.
    Result<std::shared_ptr<const LiveSet>> refresh(const Scope& scope, const Limits& limits);

private:
    Result<std::shared_ptr<const VersionPages>> load(const Scope& scope, const catalog::LiveVersion& version);
    Result<VersionPages> load_vectors(const Scope& scope, const catalog::LiveVersion& version);
    Result<std::shared_ptr<const VersionPages>> change(const Scope& scope, const catalog::LiveVersion& version,
                                                       const VersionPages& pages);
    Result<void> load_words(const Scope& scope, const catalog::LiveVersion& live, VersionPages& pages);
    const profiles::Profile* profile_of(const Scope& scope, const facts::DocumentFacts& read, const Facts& set) const;
    static void index_facts(LiveSet& live);
    Result<void> remove_dead(const Scope& scope, const LiveSet& live);

    catalog::Catalog& catalog_;
    chunks::ChunkStore& chunks_;
    Indexes indexes_;
    const profiles::ProfileChoice& profiles_;
    std::mutex mutex_;
    std::map<Scope, std::shared_ptr<const LiveSet>> sets_;
    // Versions that a refresh had loaded when it was ended, by scope; every index holds them.
    std::map<Scope, std::map<std::string, std::shared_ptr<const VersionPages>, std::less<>>> loaded_;
};

}  // namespace genai::retrieval
