// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "chunks/chunk_digest.hpp"
#include "chunks/chunk_store.hpp"

namespace genai::chunks {

// A chunk store in memory, for tests of what uses one. Keeps the port's contract; nothing is durable.
class FakeChunkStore : public ChunkStore {
public:
    Result<void> append(const Scope& scope, const std::string& version, std::span<const Page> pages,
                        std::span<const Chunk> chunks, const Embeddings& embeddings) override {
        const std::lock_guard lock(mutex_);
        return write(scope, version, pages, chunks, embeddings);
    }

    Result<void> append(const Scope& scope, const Draft& draft, std::span<const Page> pages,
                        std::span<const Chunk> chunks, const Embeddings& embeddings) override {
        const std::lock_guard lock(mutex_);
        auto written = write(scope, draft.version, pages, chunks, embeddings);
        if (written) versions_.at(draft.version).draft = draft;
        return written;
    }

    Result<std::vector<Draft>> drafts(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        std::vector<Draft> found;
        for (const auto& [version, contents] : versions_)
            if (contents.scope == scope && contents.draft) found.push_back(*contents.draft);
        return found;
    }

    Result<void> finish(const std::string& version) override {
        const std::lock_guard lock(mutex_);
        if (const auto found = versions_.find(version); found != versions_.end()) found->second.draft.reset();
        return {};
    }

    Result<std::vector<std::pair<ChunkKey, Chunk>>> find_chunks(std::span<const ChunkKey> keys) override {
        const std::lock_guard lock(mutex_);
        std::vector<std::pair<ChunkKey, Chunk>> found;
        for (const ChunkKey& key : keys) {
            const Contents& contents = find(key.version);
            const auto entry = contents.chunks.find(key.ordinal);
            if (entry != contents.chunks.end()) found.emplace_back(key, entry->second.chunk);
        }
        return found;
    }

    Result<std::optional<Page>> find_page(const std::string& version, std::uint32_t number) override {
        const std::lock_guard lock(mutex_);
        const Contents& contents = find(version);
        const auto page = contents.pages.find(number);
        return page == contents.pages.end() ? std::nullopt : std::optional(page->second);
    }

    Result<std::vector<Chunk>> chunks_of_page(const std::string& version, std::uint32_t page) override {
        const std::lock_guard lock(mutex_);
        std::vector<Chunk> chunks;
        for (const auto& [ordinal, entry] : find(version).chunks)
            if (entry.chunk.page == page) chunks.push_back(entry.chunk);
        return chunks;
    }

    Result<std::vector<IndexRow>> index_rows(const std::string& version) override {
        const std::lock_guard lock(mutex_);
        std::vector<IndexRow> rows;
        for (const auto& [ordinal, entry] : find(version).chunks)
            rows.push_back({ordinal, entry.chunk.page, entry.vector});
        return rows;
    }

    Result<std::vector<IndexPage>> index_pages(const std::string& version) override {
        const std::lock_guard lock(mutex_);
        std::vector<IndexPage> pages;
        for (const auto& [number, page] : find(version).pages) pages.push_back({number, page.text});
        return pages;
    }

    Result<std::string> chunk_digest(const std::string& version) override {
        const std::lock_guard lock(mutex_);
        ChunkDigest digest;
        for (const auto& [ordinal, entry] : find(version).chunks) digest.add(entry.chunk.id);
        for (const auto& [number, page] : find(version).pages) digest.add_page(number);
        return digest.hex();
    }

    Result<std::vector<std::string>> versions(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> found;
        for (const auto& [version, contents] : versions_)
            if (contents.scope == scope) found.push_back(version);
        return found;
    }

    Result<void> erase(const std::string& version) override {
        const std::lock_guard lock(mutex_);
        versions_.erase(version);
        return {};
    }

    Result<std::vector<Scope>> scopes() override {
        const std::lock_guard lock(mutex_);
        std::set<Scope> found;
        for (const auto& [version, contents] : versions_) found.insert(contents.scope);
        return std::vector<Scope>(found.begin(), found.end());
    }

    Result<VersionCheck> check(const std::string& version) override {
        auto digest = chunk_digest(version);
        const std::lock_guard lock(mutex_);
        const Contents& contents = find(version);
        return VersionCheck{contents.pages.size(), contents.chunks.size(), contents.chunks.size(), *digest, {}};
    }

    Result<std::uint64_t> count_stray_rows() override { return 0; }
    Result<std::uint64_t> erase_stray_rows() override { return 0; }

private:
    struct Entry {
        Chunk chunk;
        std::vector<float> vector;
    };
    struct Contents {
        Scope scope;
        std::map<std::uint32_t, Page> pages;
        std::map<std::uint32_t, Entry> chunks;
        std::optional<Draft> draft;
    };

    Result<void> write(const Scope& scope, const std::string& version, std::span<const Page> pages,
                       std::span<const Chunk> chunks, const Embeddings& embeddings) {
        if (embeddings.rows() != chunks.size()) return fail(ErrorKind::kInvalidInput, "each chunk needs one embedding");
        const auto known = versions_.find(version);
        if (known != versions_.end() && known->second.scope != scope)
            return fail(ErrorKind::kConflict, "version " + version + " belongs to another collection");
        Contents& contents = versions_[version];
        contents.scope = scope;
        for (const Page& page : pages) contents.pages[static_cast<std::uint32_t>(page.number)] = page;
        for (std::size_t i = 0; i < chunks.size(); ++i) {
            const auto row = embeddings.row(i);
            contents.chunks[chunks[i].ordinal] = {chunks[i], std::vector<float>(row.begin(), row.end())};
        }
        return {};
    }

    const Contents& find(const std::string& version) const {
        static const Contents kNone;
        const auto found = versions_.find(version);
        return found == versions_.end() ? kNone : found->second;
    }

    std::mutex mutex_;
    std::map<std::string, Contents> versions_;
};

}  // namespace genai::chunks
