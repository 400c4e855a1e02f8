// SPDX-License-Identifier: Apache-2.0
#include "chunks/chunk_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/utf8.hpp"
#include "chunks/chunk_digest.hpp"
#include "chunks/page_codec.hpp"
#include "platform/crash_point.hpp"
#include "platform/row_checksum.hpp"

namespace genai::chunks {

using platform::Blob;
using platform::RowChecksum;
using platform::Statement;

// A key holds the version's row in its upper and the page's number or the chunk's ordinal in its lower 32 bits, so that
// a version's rows lie together and in order. Row numbers are never used again (AUTOINCREMENT): a late clean-up of an
// old version cannot touch a new one. Vectors stand apart from texts, for nobody reads both at once.
const std::vector<const char*> kChunkSchema{
    "CREATE TABLE chunk_versions (id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL,"
    "  collection TEXT NOT NULL, version TEXT NOT NULL UNIQUE, crc INTEGER NOT NULL);"
    "CREATE INDEX chunk_versions_by_scope ON chunk_versions (tenant, collection, version);"
    "CREATE TABLE pages (key INTEGER PRIMARY KEY, text BLOB NOT NULL, layout BLOB NOT NULL, text_crc INTEGER NOT NULL,"
    "  layout_crc INTEGER NOT NULL);"
    "CREATE TABLE chunks (key INTEGER PRIMARY KEY, version INTEGER NOT NULL, page INTEGER NOT NULL, id TEXT NOT NULL,"
    "  page_end INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, tokens INTEGER NOT NULL,"
    "  section TEXT NOT NULL, text TEXT NOT NULL, header TEXT NOT NULL, crc INTEGER NOT NULL);"
    "CREATE INDEX chunks_by_page ON chunks (version, page);"
    "CREATE TABLE vectors (key INTEGER PRIMARY KEY, page INTEGER NOT NULL, vector BLOB NOT NULL,"
    "  crc INTEGER NOT NULL);",
    "CREATE TABLE drafts (version INTEGER PRIMARY KEY REFERENCES chunk_versions, document TEXT NOT NULL,"
    "  fingerprint TEXT NOT NULL, source TEXT NOT NULL, source_bytes INTEGER NOT NULL,"
    "  source_modified_ns INTEGER NOT NULL, next_page INTEGER NOT NULL, next_ordinal INTEGER NOT NULL,"
    "  section TEXT NOT NULL, crc INTEGER NOT NULL);",
    "ALTER TABLE drafts ADD COLUMN reading TEXT NOT NULL DEFAULT '';",
    "ALTER TABLE chunks ADD COLUMN location TEXT NOT NULL DEFAULT '';"};

std::int64_t first_key(const VersionRow& version) { return version.id << 32; }
std::int64_t last_key(const VersionRow& version) { return first_key(version) | 0xFFFFFFFF; }

namespace {

static_assert(std::endian::native == std::endian::little, "stored vectors are little-endian");

constexpr std::int64_t kVersionRowMax = 0x7FFFFFFF;
constexpr std::int64_t kNumberMax = 0xFFFFFFFF;

std::int64_t key_of(const VersionRow& version, std::int64_t number) { return version.id << 32 | number; }

std::uint32_t number_of(std::int64_t key) { return static_cast<std::uint32_t>(key & kNumberMax); }

std::int64_t sum_of_version(const Scope& scope, const VersionRow& version) {
    return RowChecksum().add(version.id).add(scope.tenant).add(scope.collection).add(version.version).value();
}

// Of one blob of the row with this key.
std::int64_t sum_of_blob(const VersionRow& version, std::int64_t key, std::string_view kind, std::string_view blob) {
    return RowChecksum().add(version.version).add(key).add(kind).add(blob).value();
}

std::int64_t sum_of_vector(const VersionRow& version, std::int64_t key, std::int64_t page, std::string_view vector) {
    return RowChecksum().add(version.version).add(key).add(page).add(vector).value();
}

std::int64_t sum_of_chunk(const VersionRow& version, const Chunk& chunk) {
    RowChecksum sum;
    sum.add(version.version)
        .add(chunk.ordinal)
        .add(chunk.page)
        .add(chunk.id)
        .add(chunk.page_end)
        .add(chunk.start)
        .add(chunk.end)
        .add(chunk.tokens)
        .add(chunk.section)
        .add(chunk.text)
        .add(chunk.header);
    if (!chunk.location.empty()) sum.add(chunk.location);  // earlier releases had none
    return sum.value();
}

Result<void> done(const Result<std::int64_t>& changed) {
    if (!changed) return propagate(changed);
    return {};
}

}  // namespace

tl::unexpected<Error> ChunkRows::damaged(std::string_view what, std::int64_t number, const VersionRow& version) const {
    return fail(ErrorKind::kInternal,
                fmt::format("{}: {} {} of version {} fails its checksum; the file is damaged: restore it from a backup",
                            connection_.file().string(), what, number, version.version));
}

Result<std::optional<VersionRow>> ChunkRows::find_version(const std::string& version) {
    auto row = connection_.query("SELECT id, tenant, collection, crc FROM chunk_versions WHERE version = ?", {version});
    if (!row) return propagate(row);
    auto found = row->step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<VersionRow>();
    VersionRow read{row->integer(0), version};
    const Scope scope{std::string(row->text(1)), std::string(row->text(2))};
    if (sum_of_version(scope, read) != row->integer(3)) return damaged("row", read.id, read);
    return std::optional(std::move(read));
}

Result<VersionRow> ChunkRows::make_version(const Scope& scope, const std::string& version) {
    auto found = find_version(version);
    if (!found) return propagate(found);
    if (*found) {
        auto same =
            connection_.integer("SELECT count(*) FROM chunk_versions WHERE id = ? AND tenant = ? AND collection = ?",
                                {(*found)->id, scope.tenant, scope.collection});
        if (!same) return propagate(same);
        if (*same == 0)
            return fail(ErrorKind::kConflict, fmt::format("version {} belongs to another collection", version));
        return std::move(**found);
    }
    auto added = connection_.run("INSERT INTO chunk_versions (tenant, collection, version, crc) VALUES (?, ?, ?, 0)",
                                 {scope.tenant, scope.collection, version});
    if (!added) return propagate(added);
    VersionRow made{connection_.last_row(), version};
    if (made.id > kVersionRowMax)
        return fail(ErrorKind::kExhausted, fmt::format("{} has had as many versions as it can hold: ingest into a new "
                                                       "DATA_DIR",
                                                       connection_.file().string()));
    auto summed =
        connection_.run("UPDATE chunk_versions SET crc = ? WHERE id = ?", {sum_of_version(scope, made), made.id});
    if (!summed) return propagate(summed);
    return made;
}

Result<std::vector<std::string>> ChunkRows::versions(const Scope& scope) {
    std::vector<std::string> found;
    auto read = platform::for_each_row(
        connection_.query("SELECT version FROM chunk_versions WHERE tenant = ? AND collection = ? ORDER BY version",
                          {scope.tenant, scope.collection}),
        [&](const Statement& row) -> Result<void> {
            found.emplace_back(row.text(0));
            return {};
        });
    if (!read) return propagate(read);
    return found;
}

Result<std::vector<Scope>> ChunkRows::scopes() {
    std::vector<Scope> found;
    auto read = platform::for_each_row(
        connection_.query("SELECT DISTINCT tenant, collection FROM chunk_versions ORDER BY tenant, collection"),
        [&](const Statement& row) -> Result<void> {
            found.push_back({std::string(row.text(0)), std::string(row.text(1))});
            return {};
        });
    if (!read) return propagate(read);
    return found;
}

Result<void> ChunkRows::erase(const VersionRow& version) {
    if (auto erased = erase_draft(version); !erased) return erased;
    platform::reach("chunks.erase.draft_erased");
    for (const char* sql :
         {"DELETE FROM pages WHERE key BETWEEN ? AND ?", "DELETE FROM chunks WHERE key BETWEEN ? AND ?",
          "DELETE FROM vectors WHERE key BETWEEN ? AND ?"})
        if (auto erased = connection_.run(sql, {first_key(version), last_key(version)}); !erased)
            return propagate(erased);
    platform::reach("chunks.erase.rows_erased");
    return done(connection_.run("DELETE FROM chunk_versions WHERE id = ?", {version.id}));
}

Result<void> ChunkRows::put_page(const VersionRow& version, const Page& page) {
    const std::int64_t key = key_of(version, page.number);
    const std::string text = pack(page.text);
    const std::string layout = encode_layout(page);
    return done(
        connection_.run("INSERT OR REPLACE INTO pages (key, text, layout, text_crc, layout_crc) VALUES (?, ?, ?, ?, ?)",
                        {key, Blob{text}, Blob{layout}, sum_of_blob(version, key, "text", text),
                         sum_of_blob(version, key, "layout", layout)}));
}

Result<void> ChunkRows::put_chunk(const VersionRow& version, const Chunk& chunk, std::span<const float> vector) {
    const std::int64_t key = key_of(version, chunk.ordinal);
    auto put = connection_.run(
        "INSERT OR REPLACE INTO chunks (key, version, page, id, page_end, start, end, tokens, section, text, header,"
        " location, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {key, version.id, chunk.page, chunk.id, chunk.page_end, chunk.start, chunk.end, chunk.tokens, chunk.section,
         chunk.text, chunk.header, chunk.location, sum_of_chunk(version, chunk)});
    if (!put) return propagate(put);
    const std::string_view bytes(reinterpret_cast<const char*>(vector.data()), vector.size_bytes());
    return done(connection_.run("INSERT OR REPLACE INTO vectors (key, page, vector, crc) VALUES (?, ?, ?, ?)",
                                {key, chunk.page, Blob{bytes}, sum_of_vector(version, key, chunk.page, bytes)}));
}

Result<std::optional<Page>> ChunkRows::find_page(const VersionRow& version, std::uint32_t number) {
    const std::int64_t key = key_of(version, number);
    auto row = connection_.query("SELECT text, layout, text_crc, layout_crc FROM pages WHERE key = ?", {key});
    if (!row) return propagate(row);
    auto found = row->step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<Page>();
    if (sum_of_blob(version, key, "text", row->blob(0)) != row->integer(2) ||
        sum_of_blob(version, key, "layout", row->blob(1)) != row->integer(3))
        return damaged("page", number, version);
    Page page;
    page.number = static_cast<int>(number);
    auto text = unpack(row->blob(0), kPageTextBytesMax);
    if (!text) return damaged("page", number, version);
    page.text = std::move(*text);
    if (!decode_layout(row->blob(1), count_code_points(page.text), page)) return damaged("page", number, version);
    return std::optional(std::move(page));
}

namespace {

constexpr std::string_view kChunkByKey =
    "SELECT key, page, id, page_end, start, end, tokens, section, text, header, location, crc FROM chunks WHERE key = "
    "?";
constexpr std::string_view kChunksByPage =
    "SELECT key, page, id, page_end, start, end, tokens, section, text, header, location, crc FROM chunks"
    " WHERE version = ? AND page = ? ORDER BY key";

}  // namespace

// Reads the columns that kChunkByKey and kChunksByPage name.
Result<std::optional<Chunk>> ChunkRows::next_chunk(Statement& row, const VersionRow& version) {
    auto found = row.step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<Chunk>();
    const auto number = [&](int column) { return static_cast<std::uint32_t>(row.integer(column)); };
    Chunk chunk{.id = std::string(row.text(2)),
                .ordinal = number_of(row.integer(0)),
                .page = number(1),
                .page_end = number(3),
                .start = number(4),
                .end = number(5),
                .tokens = number(6),
                .section = std::string(row.text(7)),
                .text = std::string(row.text(8)),
                .header = std::string(row.text(9)),
                .location = std::string(row.text(10))};
    if (sum_of_chunk(version, chunk) != row.integer(11)) return damaged("chunk", chunk.ordinal, version);
    return std::optional(std::move(chunk));
}

Result<std::optional<Chunk>> ChunkRows::find_chunk(const VersionRow& version, std::uint32_t ordinal) {
    auto row = connection_.query(kChunkByKey, {key_of(version, ordinal)});
    if (!row) return propagate(row);
    return next_chunk(*row, version);
}

Result<std::vector<Chunk>> ChunkRows::chunks_of_page(const VersionRow& version, std::uint32_t page) {
    auto row = connection_.query(kChunksByPage, {version.id, page});
    if (!row) return propagate(row);
    std::vector<Chunk> chunks;
    for (;;) {
        auto chunk = next_chunk(*row, version);
        if (!chunk) return propagate(chunk);
        if (!*chunk) break;
        chunks.push_back(std::move(**chunk));
    }
    if (auto whole = check_page(version, page, chunks); !whole) return propagate(whole);
    return chunks;
}

// The index that finds a page's chunks may have lost some: a page's ordinals follow each other, and those beside them
// are other pages'. Of a page without chunks the table itself is asked.
Result<void> ChunkRows::check_page(const VersionRow& version, std::uint32_t page, const std::vector<Chunk>& chunks) {
    const auto count_between = [&](std::int64_t first, std::int64_t last) {
        return connection_.integer("SELECT count(*) FROM chunks WHERE key BETWEEN ? AND ? AND page = ?",
                                   {first, last, page});
    };
    auto count = chunks.empty() ? count_between(first_key(version), last_key(version))
                                : count_between(key_of(version, std::max(chunks.front().ordinal, 1U) - 1),
                                                key_of(version, std::int64_t{chunks.back().ordinal} + 1));
    if (!count) return propagate(count);
    if (static_cast<std::size_t>(*count) != chunks.size()) return damaged("the list of chunks of page", page, version);
    return {};
}

// Reads the columns key, page, vector, crc.
Result<std::optional<IndexRow>> ChunkRows::next_vector(Statement& row, const VersionRow& version) {
    auto found = row.step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<IndexRow>();
    const std::int64_t key = row.integer(0);
    const std::string_view bytes = row.blob(2);
    if (sum_of_vector(version, key, row.integer(1), bytes) != row.integer(3) || bytes.size() % sizeof(float) != 0)
        return damaged("the vector of chunk", number_of(key), version);
    IndexRow read{number_of(key), static_cast<std::uint32_t>(row.integer(1)),
                  std::vector<float>(bytes.size() / sizeof(float))};
    if (!bytes.empty()) std::memcpy(read.vector.data(), bytes.data(), bytes.size());
    return std::optional(std::move(read));
}

Result<std::optional<IndexRow>> ChunkRows::find_vector(const VersionRow& version, std::uint32_t ordinal) {
    auto row =
        connection_.query("SELECT key, page, vector, crc FROM vectors WHERE key = ?", {key_of(version, ordinal)});
    if (!row) return propagate(row);
    return next_vector(*row, version);
}

Result<std::vector<IndexRow>> ChunkRows::index_rows(const VersionRow& version) {
    auto row = connection_.query("SELECT key, page, vector, crc FROM vectors WHERE key BETWEEN ? AND ? ORDER BY key",
                                 {first_key(version), last_key(version)});
    if (!row) return propagate(row);
    std::vector<IndexRow> rows;
    for (;;) {
        auto read = next_vector(*row, version);
        if (!read) return propagate(read);
        if (!*read) return rows;
        rows.push_back(std::move(**read));
    }
}

Result<std::vector<IndexPage>> ChunkRows::index_pages(const VersionRow& version) {
    std::vector<IndexPage> pages;
    auto read = platform::for_each_row(
        connection_.query("SELECT key, text, text_crc FROM pages WHERE key BETWEEN ? AND ? ORDER BY key",
                          {first_key(version), last_key(version)}),
        [&](const Statement& row) -> Result<void> {
            const std::int64_t key = row.integer(0);
            if (sum_of_blob(version, key, "text", row.blob(1)) != row.integer(2))
                return damaged("page", number_of(key), version);
            auto text = unpack(row.blob(1), kPageTextBytesMax);
            if (!text) return damaged("page", number_of(key), version);
            pages.push_back({number_of(key), std::move(*text)});
            return {};
        });
    if (!read) return propagate(read);
    return pages;
}

// The ids are read without their rows' checksums: the digest is compared with the catalog's, which is one itself.
Result<std::string> ChunkRows::chunk_digest(const VersionRow& version) {
    ChunkDigest digest;
    auto read = platform::for_each_row(connection_.query("SELECT id FROM chunks WHERE key BETWEEN ? AND ? ORDER BY key",
                                                         {first_key(version), last_key(version)}),
                                       [&](const Statement& row) -> Result<void> {
                                           digest.add(row.text(0));
                                           return {};
                                       });
    if (!read) return propagate(read);
    read = platform::for_each_row(connection_.query("SELECT key FROM pages WHERE key BETWEEN ? AND ? ORDER BY key",
                                                    {first_key(version), last_key(version)}),
                                  [&](const Statement& row) -> Result<void> {
                                      digest.add_page(number_of(row.integer(0)));
                                      return {};
                                  });
    if (!read) return propagate(read);
    return digest.hex();
}

}  // namespace genai::chunks
