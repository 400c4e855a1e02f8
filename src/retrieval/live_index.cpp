// SPDX-License-Identifier: Apache-2.0
#include "retrieval/live_index.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "model/embedding.hpp"
#include "platform/memory_use.hpp"

namespace genai::retrieval {

namespace {

// A file's name as words: "reports/2022 Q3_ACME.pdf" is found by each of its parts.
std::string to_words(std::string name) {
    if (const std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0) name.resize(dot);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '/' || c == '_' || c == '.'; }, ' ');
    return name;
}

tl::unexpected<Error> lost_rows(const catalog::LiveVersion& version, std::size_t found) {
    return fail(ErrorKind::kInternal,
                "the database has lost rows of document " + version.document_id + " (version " + version.version +
                    " should have " + std::to_string(version.chunks) + " chunks with their pages, " +
                    std::to_string(found) +
                    " are there); restore DATA_DIR from a backup, or delete this document and ingest it again");
}

// Of page p at p - 1. A page without text shows nothing.
std::vector<profiles::PageSignals> read_signals(const profiles::Profile& profile,
                                                const std::vector<chunks::IndexPage>& texts) {
    profiles::DocumentSignals document;
    for (const chunks::IndexPage& page : texts) document.add(profile.read_page(page.text));
    std::vector<profiles::PageSignals> in_order = document.take();
    std::vector<profiles::PageSignals> signals;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (signals.size() < texts[i].page) signals.resize(texts[i].page);
        signals[texts[i].page - 1] = in_order[i];
    }
    return signals;
}

}  // namespace

LiveIndex::LiveIndex(catalog::Catalog& catalog, chunks::ChunkStore& chunks, const Indexes& indexes,
                     const profiles::ProfileChoice& profiles)
    : catalog_(catalog), chunks_(chunks), indexes_(indexes), profiles_(profiles) {}

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
    auto& loaded = loaded_[scope];
    if (current) loaded.insert(current->versions.begin(), current->versions.end());
    for (const catalog::LiveVersion& version : *live) {
        auto known = loaded.find(version.version);
        if (known == loaded.end() || known->second->name != version.name || known->second->set != version.facts) {
            if (auto going = limits.check("bringing the indexes up to date"); !going) return propagate(going);
            auto pages = known == loaded.end() ? load(scope, version) : change(scope, version, *known->second);
            if (!pages) return propagate(pages);
            known = loaded.insert_or_assign(version.version, std::move(*pages)).first;
        }
        next->versions.insert(*known);
    }

    if (auto removed = remove_dead(scope, *next); !removed) return propagate(removed);
    loaded.clear();
    index_facts(*next);
    current = std::move(next);
    // Whichever thread's question this is keeps what reading and removing have freed: in time each of them would.
    platform::return_freed_memory();
    return current;
}

void LiveIndex::index_facts(LiveSet& live) {
    std::vector<facts::DocumentFacts> documents;
    for (const auto& [version, pages] : live.versions) {
        live.order.push_back(version);
        documents.push_back(facts::with_known(pages->read, pages->set));
        if (pages->profile != nullptr) live.profiles.insert(pages->profile);
    }
    live.facts = std::make_shared<const facts::FactIndex>(documents);
}

Result<void> LiveIndex::remove_dead(const Scope& scope, const LiveSet& live) {
    const auto drop = [&](auto& index) -> Result<void> {
        const auto held = index.versions(scope);
        if (!held) return propagate(held);
        std::vector<std::string> dead;
        std::copy_if(held->begin(), held->end(), std::back_inserter(dead),
                     [&](const std::string& version) { return !live.versions.contains(version); });
        return index.remove(scope, dead);
    };
    if (auto done = drop(indexes_.vectors); !done) return done;
    if (auto done = drop(indexes_.pages); !done) return done;
    if (auto done = drop(indexes_.passages); !done) return done;
    return drop(indexes_.documents);
}

// Adds a version to every index.
Result<std::shared_ptr<const VersionPages>> LiveIndex::load(const Scope& scope, const catalog::LiveVersion& version) {
    auto pages = load_vectors(scope, version);
    if (!pages) return propagate(pages);
    if (auto loaded = load_words(scope, version, *pages); !loaded) return propagate(loaded);
    return std::make_shared<const VersionPages>(std::move(*pages));
}

Result<std::shared_ptr<const VersionPages>> LiveIndex::change(const Scope& scope, const catalog::LiveVersion& version,
                                                              const VersionPages& pages) {
    auto changed = std::make_shared<VersionPages>(pages);
    changed->set = version.facts;
    if (pages.name == version.name && pages.profile == profile_of(scope, pages.read, version.facts)) return changed;
    changed->name = version.name;
    if (auto loaded = load_words(scope, version, *changed); !loaded) return propagate(loaded);
    return changed;
}

Result<VersionPages> LiveIndex::load_vectors(const Scope& scope, const catalog::LiveVersion& version) {
    const auto digest = chunks_.chunk_digest(version.version);
    if (!digest) return propagate(digest);
    const auto rows = chunks_.index_rows(version.version);
    if (!rows) return propagate(rows);
    if (!chunks::is_digest(version.chunk_digest, *digest) || rows->size() != version.chunks)
        return lost_rows(version, rows->size());
    VersionPages pages;
    pages.set = version.facts;
    pages.document_id = version.document_id;
    pages.name = version.name;
    std::vector<std::uint32_t> ordinals;
    Embeddings embeddings(rows->size(), rows->empty() ? 0 : rows->front().vector.size());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const chunks::IndexRow& row = (*rows)[i];
        // Each row is sound by its checksum; pages of the file that changed places give them in another order.
        if (row.vector.size() != embeddings.dimension() || row.ordinal != i || row.page == 0)
            return lost_rows(version, i);
        ordinals.push_back(row.ordinal);
        std::copy(row.vector.begin(), row.vector.end(), embeddings.row(i).begin());
        if (pages.pages.size() < row.page) pages.pages.resize(row.page);
        pages.pages[row.page - 1].push_back(row.ordinal);
        pages.page_of.push_back(row.page);
    }
    if (auto added = indexes_.vectors.add(scope, version.version, ordinals, embeddings); !added)
        return propagate(added);
    return pages;
}

// By the type that people say it is, else the one that it is read to be.
const profiles::Profile* LiveIndex::profile_of(const Scope& scope, const facts::DocumentFacts& read,
                                               const Facts& set) const {
    const auto known = set.find(FactKey::kType);
    if (known != set.end()) return profiles_.find(scope.collection, known->second.value);
    return profiles_.find(scope.collection, read.type ? facts::to_string(read.type->value) : std::string_view());
}

Result<void> LiveIndex::load_words(const Scope& scope, const catalog::LiveVersion& live, VersionPages& of) {
    const std::string& version = live.version;
    const std::string name = to_words(live.name);

    const auto texts = chunks_.index_pages(version);
    if (!texts) return propagate(texts);
    std::vector<lexical::LexicalPage> pages;
    lexical::LexicalPage document{0, name};
    for (const chunks::IndexPage& page : *texts) {
        pages.push_back({page.page, name + "\n" + page.text});
        document.text += "\n" + page.text;
    }
    if (auto added = indexes_.pages.add(scope, version, pages); !added) return propagate(added);
    if (auto added = indexes_.documents.add(scope, version, std::span(&document, 1)); !added) return propagate(added);

    std::vector<ChunkKey> keys;
    for (std::uint32_t ordinal = 0; ordinal < live.chunks; ++ordinal) keys.push_back({version, ordinal});
    const auto found = chunks_.find_chunks(keys);
    if (!found) return propagate(found);
    if (found->size() != keys.size()) return lost_rows(live, found->size());
    std::vector<lexical::LexicalPage> passages;
    for (const auto& [key, chunk] : *found) passages.push_back({key.ordinal, name + "\n" + chunk.embedded_text()});
    if (auto added = indexes_.passages.add(scope, version, passages); !added) return propagate(added);

    std::vector<facts::FrontPage> front;
    for (std::size_t i = 0; i < std::min(texts->size(), facts::kPagesRead); ++i)
        front.push_back({static_cast<int>((*texts)[i].page), (*texts)[i].text});
    of.read =
        facts::read_document({.pages = front, .file_name = live.name, .metadata_title = {}, .metadata_author = {}});
    of.profile = profile_of(scope, of.read, of.set);
    of.signals = of.profile == nullptr ? std::vector<profiles::PageSignals>() : read_signals(*of.profile, *texts);
    return {};
}

}  // namespace genai::retrieval
