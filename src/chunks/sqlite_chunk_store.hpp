// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "chunks/chunk_store.hpp"
#include "platform/sqlite_database.hpp"

namespace genai::chunks {

// The chunk store in an SQLite file, for one machine. Text and boxes are compressed, vectors are kept exactly; boxes
// come back within 1/20 of a point. Each row carries a CRC-32C over its values and its place. The database outlives
// the store, and other modules keep their tables in the same file.
class SqliteChunkStore final : public ChunkStore {
public:
    // Makes the tables where they are missing.
    static Result<std::unique_ptr<SqliteChunkStore>> open(platform::SqliteDatabase& database);

    Result<void> append(const Scope& scope, const std::string& version, std::span<const Page> pages,
                        std::span<const Chunk> chunks, const Embeddings& embeddings) override;
    Result<void> append(const Scope& scope, const Draft& draft, std::span<const Page> pages,
                        std::span<const Chunk> chunks, const Embeddings& embeddings) override;
    Result<std::vector<Draft>> drafts(const Scope& scope) override;
    Result<void> finish(const std::string& version) override;
    Result<std::vector<std::pair<ChunkKey, Chunk>>> find_chunks(std::span<const ChunkKey> keys) override;
    Result<std::optional<Page>> find_page(const std::string& version, std::uint32_t number) override;
    Result<std::vector<Chunk>> chunks_of_page(const std::string& version, std::uint32_t page) override;
    Result<std::vector<IndexRow>> index_rows(const std::string& version) override;
    Result<std::vector<IndexPage>> index_pages(const std::string& version) override;
    Result<std::string> chunk_digest(const std::string& version) override;
    Result<std::vector<std::string>> versions(const Scope& scope) override;
    Result<std::vector<Scope>> scopes() override;
    Result<void> erase(const std::string& version) override;
    Result<VersionCheck> check(const std::string& version) override;
    Result<std::uint64_t> count_stray_rows() override;
    Result<std::uint64_t> erase_stray_rows() override;

private:
    struct Batch;

    Result<void> write(const Scope& scope, const Batch& batch);

    explicit SqliteChunkStore(platform::SqliteDatabase& database) : database_(database) {}

    platform::SqliteDatabase& database_;
};

}  // namespace genai::chunks
