// SPDX-License-Identifier: Apache-2.0
#include "chunks/version_check.hpp"

#include <array>
#include <string>

namespace genai::chunks {

using platform::Connection;

namespace {

constexpr std::size_t kDamageNamedMax = 20;
constexpr std::int64_t kNumberMask = 0xFFFFFFFF;

struct Table {
    const char* keys;
    const char* count_strays;
    const char* erase_strays;
};

// A key's upper half names its version.
constexpr std::array kTables{
    Table{"SELECT key FROM pages WHERE key BETWEEN ? AND ? ORDER BY key",
          "SELECT count(*) FROM pages WHERE key >> 32 NOT IN (SELECT id FROM chunk_versions)",
          "DELETE FROM pages WHERE key >> 32 NOT IN (SELECT id FROM chunk_versions)"},
    Table{"SELECT key FROM chunks WHERE key BETWEEN ? AND ? ORDER BY key",
          "SELECT count(*) FROM chunks WHERE key >> 32 NOT IN (SELECT id FROM chunk_versions)",
          "DELETE FROM chunks WHERE key >> 32 NOT IN (SELECT id FROM chunk_versions)"},
    Table{"SELECT key FROM vectors WHERE key BETWEEN ? AND ? ORDER BY key",
          "SELECT count(*) FROM vectors WHERE key >> 32 NOT IN (SELECT id FROM chunk_versions)",
          "DELETE FROM vectors WHERE key >> 32 NOT IN (SELECT id FROM chunk_versions)"}};

// Calls `read(number)` for each key of the version and counts them; what it says is noted as damage.
template <class Read>
Result<std::uint64_t> walk(Connection& connection, const char* keys, const VersionRow& version, VersionCheck& check,
                           Read read) {
    auto row = connection.query(keys, {first_key(version), last_key(version)});
    if (!row) return propagate(row);
    for (std::uint64_t count = 0;; ++count) {
        auto more = row->step();
        if (!more) return propagate(more);
        if (!*more) return count;
        const auto found = read(static_cast<std::uint32_t>(row->integer(0) & kNumberMask));
        if (!found && check.damage.size() < kDamageNamedMax) check.damage.push_back(found.error().message);
    }
}

}  // namespace

Result<VersionCheck> check_version(Connection& connection, const VersionRow& version) {
    ChunkRows rows(connection);
    VersionCheck check;
    auto pages = walk(connection, kTables[0].keys, version, check,
                      [&](std::uint32_t number) { return rows.find_page(version, number); });
    if (!pages) return propagate(pages);
    auto chunks = walk(connection, kTables[1].keys, version, check,
                       [&](std::uint32_t ordinal) { return rows.find_chunk(version, ordinal); });
    if (!chunks) return propagate(chunks);
    auto vectors = walk(connection, kTables[2].keys, version, check,
                        [&](std::uint32_t ordinal) { return rows.find_vector(version, ordinal); });
    if (!vectors) return propagate(vectors);
    auto digest = rows.chunk_digest(version);
    if (!digest) return propagate(digest);
    check.pages = *pages;
    check.chunks = *chunks;
    check.vectors = *vectors;
    check.chunk_digest = std::move(*digest);
    return check;
}

Result<std::uint64_t> count_stray_rows(Connection& connection) {
    std::uint64_t total = 0;
    for (const Table& table : kTables) {
        auto count = connection.integer(table.count_strays);
        if (!count) return propagate(count);
        total += static_cast<std::uint64_t>(*count);
    }
    return total;
}

Result<std::uint64_t> erase_stray_rows(Connection& connection) {
    std::uint64_t total = 0;
    for (const Table& table : kTables) {
        auto count = connection.run(table.erase_strays);
        if (!count) return propagate(count);
        total += static_cast<std::uint64_t>(*count);
    }
    return total;
}

}  // namespace genai::chunks
