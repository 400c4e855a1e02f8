// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/chunk.hpp"
#include "model/embedding.hpp"
#include "model/page.hpp"
#include "model/passage.hpp"
#include "model/scope.hpp"

namespace genai::chunks {

// A chunk as an index needs it.
struct IndexRow {
    std::uint32_t ordinal = 0;
    std::uint32_t page = 0;
    std::vector<float> vector;
};

// The text of one page, as an index needs it.
struct IndexPage {
    std::uint32_t page = 0;
    std::string text;
};

// Where the writing of a version stands, kept with its rows from the first batch until finish() or erase(): what a run
// that was killed needs to go on, and what tells its rows from garbage.
struct Draft {
    std::string version;
    std::string document_id;
    std::string fingerprint;              // of the settings that it is written with
    std::string source;                   // the file that is read, absolute
    std::uint64_t source_bytes = 0;       // as it was when the version was begun
    std::int64_t source_modified_ns = 0;  // since 1970, by the file system
    std::uint32_t next_page = 1;          // those below are written
    std::uint32_t next_ordinal = 0;       // of the chunk that comes next
    std::string section;                  // the heading that the next page begins under
    std::string reading{};                // extraction's (reading.hpp), as of the last page written; may be empty

    bool operator==(const Draft&) const = default;
};

// Whether a version whose digest was recorded is stored as it was. Earlier releases recorded its first half alone,
// which speaks of the chunks.
inline bool is_digest(std::string_view recorded, std::string_view stored) {
    constexpr std::size_t kHalf = 64;
    return recorded == stored || (recorded.size() == kHalf && stored.substr(0, kHalf) == recorded);
}

// What a look at every row of a version found.
struct VersionCheck {
    std::uint64_t pages = 0;
    std::uint64_t chunks = 0;
    std::uint64_t vectors = 0;
    std::string chunk_digest;
    std::vector<std::string> damage;  // the rows that fail their checksums, the first few
};

// The truth of what was read: pages with their boxes, chunks, and their embeddings, by version. Every index is derived
// from it and can be rebuilt. Rows carry a checksum; a row that fails it is an error of kind internal that names it,
// never a wrong answer. Nothing here is visible to queries until the catalog's flip names the version.
// Safe to use from several threads; one writer at a time per version.
class ChunkStore {
public:
    virtual ~ChunkStore() = default;

    // Writes one batch of a version, durably once it returns. chunks[i] has row i of the embeddings. Pages and chunks
    // that the version already has are replaced, so a batch may be written again after a crash.
    virtual Result<void> append(const Scope& scope, const std::string& version, std::span<const Page> pages,
                                std::span<const Chunk> chunks, const Embeddings& embeddings) = 0;
    // The same for draft.version, and keeps the draft with it: both or neither.
    virtual Result<void> append(const Scope& scope, const Draft& draft, std::span<const Page> pages,
                                std::span<const Chunk> chunks, const Embeddings& embeddings) = 0;
    // The versions that are still being written, or were when their run was killed; in order of version.
    virtual Result<std::vector<Draft>> drafts(const Scope& scope) = 0;
    // The version is written: its draft goes, its rows stay.
    virtual Result<void> finish(const std::string& version) = 0;

    // The chunks with these keys, in this order; a key that does not exist is left out.
    virtual Result<std::vector<std::pair<ChunkKey, Chunk>>> find_chunks(std::span<const ChunkKey> keys) = 0;
    virtual Result<std::optional<Page>> find_page(const std::string& version, std::uint32_t number) = 0;
    // The chunks that begin on a page, in order.
    virtual Result<std::vector<Chunk>> chunks_of_page(const std::string& version, std::uint32_t page) = 0;

    // Everything that the indexes need of a version, in order of ordinal and page.
    virtual Result<std::vector<IndexRow>> index_rows(const std::string& version) = 0;
    virtual Result<std::vector<IndexPage>> index_pages(const std::string& version) = 0;

    // A digest of the version's chunk ids and page numbers, for VersionRecord::chunk_digest.
    virtual Result<std::string> chunk_digest(const std::string& version) = 0;

    // Every version of the scope that has rows, live or not, in order.
    virtual Result<std::vector<std::string>> versions(const Scope& scope) = 0;
    // Every scope that has a version, in order.
    virtual Result<std::vector<Scope>> scopes() = 0;

    // With its draft.
    virtual Result<void> erase(const std::string& version) = 0;

    // Reads every row of a version. Damage is what it reports, not an error.
    virtual Result<VersionCheck> check(const std::string& version) = 0;
    // Rows that belong to no version: there are none unless the store was damaged. Both return their number.
    virtual Result<std::uint64_t> count_stray_rows() = 0;
    virtual Result<std::uint64_t> erase_stray_rows() = 0;
};

}  // namespace genai::chunks
