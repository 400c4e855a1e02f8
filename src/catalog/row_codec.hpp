// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "platform/sqlite.hpp"

namespace genai::catalog {

// The catalog's rows as values, and their checksums. A row that is read is compared with its checksum, and its columns
// with what they may hold; the error names the file and the row.

std::int64_t sum_of_scope(const Scope& scope, std::int64_t row, std::string_view version);
std::int64_t sum_of_retired(std::int64_t scope, std::string_view version, std::int64_t at_ms);
std::int64_t sum_of_name(std::int64_t scope, std::string_view root, std::string_view path, std::string_view document);
std::int64_t sum_of_fact(std::int64_t scope, std::string_view document, std::string_view key, const Fact& fact);
std::int64_t sum_of_document(std::int64_t scope, const VersionRecord& record, std::int64_t indexed_at_ms);

// `what` fails its checksum.
tl::unexpected<Error> damaged(const platform::Connection& connection, std::string_view what);

struct DocumentRow {
    VersionRecord record;
    std::int64_t indexed_at_ms = 0;
};

inline constexpr std::string_view kDocumentColumns =
    "id, version, fingerprint, state, reason, bytes, pages, chunks, chunk_digest, indexed_at_ms, crc";
// Reads the columns of kDocumentColumns.
Result<DocumentRow> read_document_row(const platform::Connection& connection, const platform::Statement& row,
                                      std::int64_t scope);
// Without names and facts.
Document to_document(DocumentRow&& read, const Scope& scope);

// Reads `root, path, crc` from this column on.
Result<DocumentName> read_name(const platform::Connection& connection, const platform::Statement& row,
                               std::int64_t scope, std::string_view document, int column);
// Reads `key, value, source, crc` from this column on and adds them.
Result<void> add_fact(const platform::Connection& connection, const platform::Statement& row, std::int64_t scope,
                      std::string_view document, Facts& facts, int column);

}  // namespace genai::catalog
