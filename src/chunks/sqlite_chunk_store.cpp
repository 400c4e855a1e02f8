// SPDX-License-Identifier: Apache-2.0
#include "chunks/sqlite_chunk_store.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <type_traits>

#include "base/utf8.hpp"
#include "chunks/chunk_digest.hpp"
#include "chunks/chunk_rows.hpp"
#include "chunks/page_codec.hpp"
#include "chunks/version_check.hpp"
#include "platform/crash_point.hpp"

namespace genai::chunks {

using platform::Connection;

namespace {

// Runs `work(rows, version's row)` in a reading transaction; an empty value for a version that has no rows.
template <class Work>
auto read_version(platform::SqliteDatabase& database, const std::string& version, Work work) {
    using Outcome = std::invoke_result_t<Work, ChunkRows&, const VersionRow&>;
    return database.read([&](Connection& connection) -> Outcome {
        ChunkRows rows(connection);
        auto row = rows.find_version(version);
        if (!row) return propagate(row);
        if (!*row) return typename Outcome::value_type();
        return work(rows, **row);
    });
}

// What no reader could make sense of is refused before it is written.
Result<void> check_page(const Page& page) {
    if (page.number < 1) return fail(ErrorKind::kInvalidInput, fmt::format("page {} cannot exist", page.number));
    if (page.text.size() > kPageTextBytesMax)
        return fail(ErrorKind::kTooLarge, fmt::format("page {} has {} bytes of text, {} are the most", page.number,
                                                      page.text.size(), kPageTextBytesMax));
    const std::size_t code_points = count_code_points(page.text);
    if (!page.boxes.empty() && page.boxes.size() != code_points)
        return fail(ErrorKind::kInvalidInput,
                    fmt::format("page {} has {} boxes for {} characters", page.number, page.boxes.size(), code_points));
    for (const Block& block : page.blocks)
        if (block.start > block.end || block.end > code_points)
            return fail(ErrorKind::kInvalidInput, fmt::format("page {} has a block outside its text", page.number));
    return {};
}

Result<void> check_vectors(std::span<const Chunk> chunks, const Embeddings& embeddings) {
    if (embeddings.rows() != chunks.size())
        return fail(ErrorKind::kInvalidInput,
                    fmt::format("{} chunks came with {} embeddings", chunks.size(), embeddings.rows()));
    for (std::size_t i = 0; i < chunks.size(); ++i)
        for (float value : embeddings.row(i))
            if (!std::isfinite(value))
                return fail(ErrorKind::kInvalidInput,
                            fmt::format("the embedding of chunk {} is no number", chunks[i].ordinal));
    return {};
}

}  // namespace

Result<std::unique_ptr<SqliteChunkStore>> SqliteChunkStore::open(platform::SqliteDatabase& database) {
    if (auto migrated = database.migrate("chunks", kChunkSchema); !migrated) return propagate(migrated);
    // The large tables are counted and summed when a version is read.
    constexpr std::array kTables{std::string_view("chunk_versions"), std::string_view("drafts")};
    if (auto sound = database.require_sound(kTables); !sound) return propagate(sound);
    return std::unique_ptr<SqliteChunkStore>(new SqliteChunkStore(database));
}

struct SqliteChunkStore::Batch {
    const std::string& version;
    const Draft* draft;  // null when there is none to keep
    std::span<const Page> pages;
    std::span<const Chunk> chunks;
    const Embeddings& embeddings;
};

Result<void> SqliteChunkStore::append(const Scope& scope, const std::string& version, std::span<const Page> pages,
                                      std::span<const Chunk> chunks, const Embeddings& embeddings) {
    return write(scope, {version, nullptr, pages, chunks, embeddings});
}

Result<void> SqliteChunkStore::append(const Scope& scope, const Draft& draft, std::span<const Page> pages,
                                      std::span<const Chunk> chunks, const Embeddings& embeddings) {
    return write(scope, {draft.version, &draft, pages, chunks, embeddings});
}

Result<void> SqliteChunkStore::write(const Scope& scope, const Batch& batch) {
    for (const Page& page : batch.pages)
        if (auto checked = check_page(page); !checked) return checked;
    if (auto checked = check_vectors(batch.chunks, batch.embeddings); !checked) return checked;
    return database_.write([&](Connection& connection) -> Result<void> {
        ChunkRows rows(connection);
        auto row = rows.make_version(scope, batch.version);
        if (!row) return propagate(row);
        for (const Page& page : batch.pages)
            if (auto put = rows.put_page(*row, page); !put) return put;
        platform::reach("chunks.batch.pages_put");
        for (std::size_t i = 0; i < batch.chunks.size(); ++i)
            if (auto put = rows.put_chunk(*row, batch.chunks[i], batch.embeddings.row(i)); !put) return put;
        platform::reach("chunks.batch.chunks_put");
        if (batch.draft == nullptr) return {};
        auto put = rows.put_draft(*row, *batch.draft);
        platform::reach("chunks.batch.draft_put");
        return put;
    });
}

Result<std::vector<Draft>> SqliteChunkStore::drafts(const Scope& scope) {
    return database_.read([&](Connection& connection) { return ChunkRows(connection).drafts(scope); });
}

Result<void> SqliteChunkStore::finish(const std::string& version) {
    return database_.write([&](Connection& connection) -> Result<void> {
        ChunkRows rows(connection);
        auto row = rows.find_version(version);
        if (!row) return propagate(row);
        if (!*row) return {};
        auto erased = rows.erase_draft(**row);
        platform::reach("chunks.finish.draft_erased");
        return erased;
    });
}

Result<std::vector<std::pair<ChunkKey, Chunk>>> SqliteChunkStore::find_chunks(std::span<const ChunkKey> keys) {
    using Found = std::vector<std::pair<ChunkKey, Chunk>>;
    return database_.read([&](Connection& connection) -> Result<Found> {
        ChunkRows rows(connection);
        Found found;
        found.reserve(keys.size());
        std::optional<VersionRow> version;
        for (const ChunkKey& key : keys) {
            if (!version || version->version != key.version) {
                auto row = rows.find_version(key.version);
                if (!row) return propagate(row);
                version = std::move(*row);
            }
            if (!version) continue;
            auto chunk = rows.find_chunk(*version, key.ordinal);
            if (!chunk) return propagate(chunk);
            if (*chunk) found.emplace_back(key, std::move(**chunk));
        }
        return found;
    });
}

Result<std::optional<Page>> SqliteChunkStore::find_page(const std::string& version, std::uint32_t number) {
    return read_version(database_, version,
                        [&](ChunkRows& rows, const VersionRow& row) { return rows.find_page(row, number); });
}

Result<std::vector<Chunk>> SqliteChunkStore::chunks_of_page(const std::string& version, std::uint32_t page) {
    return read_version(database_, version,
                        [&](ChunkRows& rows, const VersionRow& row) { return rows.chunks_of_page(row, page); });
}

Result<std::vector<IndexRow>> SqliteChunkStore::index_rows(const std::string& version) {
    return read_version(database_, version,
                        [](ChunkRows& rows, const VersionRow& row) { return rows.index_rows(row); });
}

Result<std::vector<IndexPage>> SqliteChunkStore::index_pages(const std::string& version) {
    return read_version(database_, version,
                        [](ChunkRows& rows, const VersionRow& row) { return rows.index_pages(row); });
}

Result<std::string> SqliteChunkStore::chunk_digest(const std::string& version) {
    auto digest =
        read_version(database_, version, [](ChunkRows& rows, const VersionRow& row) { return rows.chunk_digest(row); });
    // A version without rows has no chunks, and none is what its digest says.
    if (digest && digest->empty()) return ChunkDigest().hex();
    return digest;
}

Result<std::vector<std::string>> SqliteChunkStore::versions(const Scope& scope) {
    return database_.read([&](Connection& connection) { return ChunkRows(connection).versions(scope); });
}

Result<std::vector<Scope>> SqliteChunkStore::scopes() {
    return database_.read([](Connection& connection) { return ChunkRows(connection).scopes(); });
}

Result<VersionCheck> SqliteChunkStore::check(const std::string& version) {
    return database_.read([&](Connection& connection) -> Result<VersionCheck> {
        auto row = ChunkRows(connection).find_version(version);
        if (!row) return propagate(row);
        if (*row) return check_version(connection, **row);
        VersionCheck none;
        none.chunk_digest = ChunkDigest().hex();
        return none;
    });
}

Result<std::uint64_t> SqliteChunkStore::count_stray_rows() {
    return database_.read([](Connection& connection) { return chunks::count_stray_rows(connection); });
}

Result<std::uint64_t> SqliteChunkStore::erase_stray_rows() {
    return database_.write([](Connection& connection) { return chunks::erase_stray_rows(connection); });
}

Result<void> SqliteChunkStore::erase(const std::string& version) {
    return database_.write([&](Connection& connection) -> Result<void> {
        ChunkRows rows(connection);
        auto row = rows.find_version(version);
        if (!row) return propagate(row);
        if (!*row) return {};
        return rows.erase(**row);
    });
}

}  // namespace genai::chunks
