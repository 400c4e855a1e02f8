// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chunks/chunk_store.hpp"
#include "platform/sqlite.hpp"

namespace genai::chunks {

// The steps that made the chunk store's tables what they are; a released one never changes.
extern const std::vector<const char*> kChunkSchema;

// A version's row number, which its pages and chunks carry in the upper half of their keys.
struct VersionRow {
    std::int64_t id = 0;
    std::string version;
};

// The keys that a version's pages, chunks and vectors lie between.
std::int64_t first_key(const VersionRow& version);
std::int64_t last_key(const VersionRow& version);

// The chunk store's rows within one transaction: single rows to values and back, with their checksums.
// SqliteChunkStore composes them. The connection outlives it.
class ChunkRows {
public:
    explicit ChunkRows(platform::Connection& connection) : connection_(connection) {}

    Result<std::optional<VersionRow>> find_version(const std::string& version);
    // kConflict when the version belongs to another scope.
    Result<VersionRow> make_version(const Scope& scope, const std::string& version);
    Result<std::vector<std::string>> versions(const Scope& scope);
    Result<std::vector<Scope>> scopes();
    // The version with everything that it has.
    Result<void> erase(const VersionRow& version);

    Result<void> put_draft(const VersionRow& version, const Draft& draft);
    Result<std::vector<Draft>> drafts(const Scope& scope);
    Result<void> erase_draft(const VersionRow& version);

    Result<void> put_page(const VersionRow& version, const Page& page);
    Result<void> put_chunk(const VersionRow& version, const Chunk& chunk, std::span<const float> vector);

    Result<std::optional<Page>> find_page(const VersionRow& version, std::uint32_t number);
    Result<std::optional<Chunk>> find_chunk(const VersionRow& version, std::uint32_t ordinal);
    Result<std::optional<IndexRow>> find_vector(const VersionRow& version, std::uint32_t ordinal);
    Result<std::vector<Chunk>> chunks_of_page(const VersionRow& version, std::uint32_t page);
    Result<std::vector<IndexRow>> index_rows(const VersionRow& version);
    Result<std::vector<IndexPage>> index_pages(const VersionRow& version);
    Result<std::string> chunk_digest(const VersionRow& version);

private:
    Result<std::optional<Chunk>> next_chunk(platform::Statement& row, const VersionRow& version);
    Result<std::optional<IndexRow>> next_vector(platform::Statement& row, const VersionRow& version);
    Result<void> check_page(const VersionRow& version, std::uint32_t page, const std::vector<Chunk>& chunks);
    tl::unexpected<Error> damaged(std::string_view what, std::int64_t number, const VersionRow& version) const;

    platform::Connection& connection_;
};

}  // namespace genai::chunks
