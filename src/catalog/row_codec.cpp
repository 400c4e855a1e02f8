// SPDX-License-Identifier: Apache-2.0
#include "catalog/row_codec.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "platform/row_checksum.hpp"

namespace genai::catalog {

using platform::RowChecksum;
using platform::Statement;

std::int64_t sum_of_scope(const Scope& scope, std::int64_t row, std::string_view version) {
    return RowChecksum().add(row).add(scope.tenant).add(scope.collection).add(version).value();
}

std::int64_t sum_of_retired(std::int64_t scope, std::string_view version, std::int64_t at_ms) {
    return RowChecksum().add(scope).add(version).add(at_ms).value();
}

std::int64_t sum_of_name(std::int64_t scope, std::string_view root, std::string_view path, std::string_view document) {
    return RowChecksum().add(scope).add(root).add(path).add(document).value();
}

std::int64_t sum_of_fact(std::int64_t scope, std::string_view document, std::string_view key, const Fact& fact) {
    return RowChecksum().add(scope).add(document).add(key).add(fact.value).add(to_string(fact.source)).value();
}

std::int64_t sum_of_document(std::int64_t scope, const VersionRecord& record, std::int64_t indexed_at_ms) {
    return RowChecksum()
        .add(scope)
        .add(record.document_id)
        .add(record.version)
        .add(record.fingerprint)
        .add(to_string(record.state))
        .add(record.reason)
        .add(static_cast<std::int64_t>(record.bytes))
        .add(record.pages)
        .add(record.chunks)
        .add(record.chunk_digest)
        .add(indexed_at_ms)
        .value();
}

tl::unexpected<Error> damaged(const platform::Connection& connection, std::string_view what) {
    return fail(ErrorKind::kInternal, fmt::format("{}: {} fails its checksum; the file is damaged: restore it from a "
                                                  "backup",
                                                  connection.file().string(), what));
}

Result<DocumentRow> read_document_row(const platform::Connection& connection, const Statement& row,
                                      std::int64_t scope) {
    DocumentRow read;
    VersionRecord& record = read.record;
    record.document_id = row.text(0);
    record.version = row.text(1);
    record.fingerprint = row.text(2);
    record.reason = row.text(4);
    record.bytes = static_cast<std::uint64_t>(row.integer(5));
    record.pages = static_cast<std::uint32_t>(row.integer(6));
    record.chunks = static_cast<std::uint32_t>(row.integer(7));
    record.chunk_digest = row.text(8);
    read.indexed_at_ms = row.integer(9);
    const auto state = parse_document_state(row.text(3));
    if (state) record.state = *state;
    if (!state || sum_of_document(scope, record, read.indexed_at_ms) != row.integer(10))
        return damaged(connection, fmt::format("the row of document {}", record.document_id));
    return read;
}

Document to_document(DocumentRow&& read, const Scope& scope) {
    VersionRecord& record = read.record;
    return {.id = std::move(record.document_id),
            .scope = scope,
            .names = {},
            .state = record.state,
            .reason = std::move(record.reason),
            .version = std::move(record.version),
            .fingerprint = std::move(record.fingerprint),
            .bytes = record.bytes,
            .pages = record.pages,
            .chunks = record.chunks,
            .indexed_at = std::chrono::system_clock::time_point(std::chrono::milliseconds(read.indexed_at_ms)),
            .facts = {}};
}

Result<DocumentName> read_name(const platform::Connection& connection, const Statement& row, std::int64_t scope,
                               std::string_view document, int column) {
    DocumentName name{std::string(row.text(column)), std::string(row.text(column + 1))};
    if (sum_of_name(scope, name.root, name.path, document) != row.integer(column + 2))
        return damaged(connection, fmt::format("the row of the name {}", name.path));
    return name;
}

Result<void> add_fact(const platform::Connection& connection, const Statement& row, std::int64_t scope,
                      std::string_view document, Facts& facts, int column) {
    const auto key = parse_fact_key(row.text(column));
    const auto source = parse_fact_source(row.text(column + 2));
    Fact fact{std::string(row.text(column + 1)), source.value_or(FactSource::kUser)};
    if (!key || !source || sum_of_fact(scope, document, row.text(column), fact) != row.integer(column + 3))
        return damaged(connection, fmt::format("a fact of document {}", document));
    facts[*key] = std::move(fact);
    return {};
}

}  // namespace genai::catalog
