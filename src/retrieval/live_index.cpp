// SPDX-License-Identifier: Apache-2.0
#include "retrieval/live_index.hpp"

#include <set>
#include <utility>

#include "model/embedding.hpp"

namespace genai::retrieval {

LiveIndex::LiveIndex(catalog::Catalog& catalog, chunks::ChunkStore& chunks, vectors::VectorStore& vectors,
                     lexical::LexicalIndex& lexical)
    : catalog_(catalog), chunks_(chunks), vectors_(vectors), lexical_(lexical) {}

Result<std::shared_ptr<const LiveSet>> LiveIndex::refresh(const Scope& scope, const Limits& limits) {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const LiveSet>& current = sets_[scope];
    // The collection version is read before the live versions: what is flipped in between is seen now, and looked at
    // once more by the next question.
    auto collection_version = catalog_.collection_version(scope);
    if (!collection_version) return propagate(collection_version);
    if (current && current->collection_version == *collection_version) return current;
    const auto live = catalog_.live_versions(scope);
    if (!live) return propagate(live);

    auto next = std::make_shared<LiveSet>();
    next->collection_version = std::move(*collection_version);
    for (const catalog::LiveVersion& version : *live) {
        if (auto going = limits.check("bringing the indexes up to date"); !going) return propagate(going);
        if (current) {
            if (const auto known = current->versions.find(version.version); known != current->versions.end()) {
                next->versions.insert(*known);
                continue;
            }
        }
        auto pages = load(scope, version);
        if (!pages) return propagate(pages);
        next->versions.emplace(version.version, std::move(*pages));
    }

    std::set<std::string> dead;
    for (const auto& held : {vectors_.versions(scope), lexical_.versions(scope)}) {
        if (!held) return propagate(held);
        for (const std::string& version : *held)
            if (!next->versions.contains(version)) dead.insert(version);
    }
    const std::vector<std::string> gone(dead.begin(), dead.end());
    if (auto removed = vectors_.remove(scope, gone); !removed) return propagate(removed);
    if (auto removed = lexical_.remove(scope, gone); !removed) return propagate(removed);
    current = std::move(next);
    return current;
}

// Adds a version to both indexes.
Result<std::shared_ptr<const VersionPages>> LiveIndex::load(const Scope& scope, const catalog::LiveVersion& version) {
    const auto digest = chunks_.chunk_digest(version.version);
    if (!digest) return propagate(digest);
    const auto rows = chunks_.index_rows(version.version);
    if (!rows) return propagate(rows);
    if (*digest != version.chunk_digest || rows->size() != version.chunks) {
        return fail(ErrorKind::kInternal, "the database has lost rows of document " + version.document_id +
                                              " (version " + version.version + " should have " +
                                              std::to_string(version.chunks) + " chunks, " +
                                              std::to_string(rows->size()) +
                                              " are there); restore DATA_DIR from a backup, or delete this document "
                                              "and ingest it again");
    }
    const auto texts = chunks_.index_pages(version.version);
    if (!texts) return propagate(texts);

    auto pages = std::make_shared<VersionPages>();
    pages->document_id = version.document_id;
    std::vector<std::uint32_t> ordinals;
    Embeddings embeddings(rows->size(), rows->empty() ? 0 : rows->front().vector.size());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const chunks::IndexRow& row = (*rows)[i];
        ensure(row.vector.size() == embeddings.dimension(), "a version's vectors have one dimension");
        ensure(row.ordinal == i && row.page > 0, "a version's chunks are numbered without a gap");
        ordinals.push_back(row.ordinal);
        std::copy(row.vector.begin(), row.vector.end(), embeddings.row(i).begin());
        if (pages->pages.size() < row.page) pages->pages.resize(row.page);
        pages->pages[row.page - 1].push_back(row.ordinal);
        pages->page_of.push_back(row.page);
    }
    std::vector<lexical::LexicalPage> lexical_pages;
    lexical_pages.reserve(texts->size());
    for (const chunks::IndexPage& page : *texts) lexical_pages.push_back({page.page, page.text});
    if (auto added = vectors_.add(scope, version.version, ordinals, embeddings); !added) return propagate(added);
    if (auto added = lexical_.add(scope, version.version, lexical_pages); !added) return propagate(added);
    return pages;
}

}  // namespace genai::retrieval
