// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/ulid.hpp"
#include "platform/row_checksum.hpp"

namespace genai::catalog {

using platform::RowChecksum;
using platform::Statement;

// names.sequence tells which name was given first. A document's row goes with its last name.
const std::vector<const char*> kCatalogSchema{
    "CREATE TABLE scopes (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, collection TEXT NOT NULL,"
    "  version TEXT NOT NULL, crc INTEGER NOT NULL, UNIQUE (tenant, collection));"
    "CREATE TABLE documents (scope INTEGER NOT NULL REFERENCES scopes, id TEXT NOT NULL, version TEXT NOT NULL,"
    "  fingerprint TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, bytes INTEGER NOT NULL,"
    "  pages INTEGER NOT NULL, chunks INTEGER NOT NULL, chunk_digest TEXT NOT NULL, indexed_at_ms INTEGER NOT NULL,"
    "  crc INTEGER NOT NULL, PRIMARY KEY (scope, id), UNIQUE (scope, version)) WITHOUT ROWID;"
    "CREATE TABLE names (sequence INTEGER PRIMARY KEY, scope INTEGER NOT NULL, root TEXT NOT NULL,"
    "  path TEXT NOT NULL, document TEXT NOT NULL, crc INTEGER NOT NULL, UNIQUE (scope, root, path),"
    "  FOREIGN KEY (scope, document) REFERENCES documents (scope, id));"
    "CREATE INDEX names_by_document ON names (scope, document, sequence);",
    "CREATE TABLE facts (scope INTEGER NOT NULL, document TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    "  source TEXT NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (scope, document, key),"
    "  FOREIGN KEY (scope, document) REFERENCES documents (scope, id)) WITHOUT ROWID;"};

namespace {

constexpr std::string_view kDocumentColumns =
    "id, version, fingerprint, state, reason, bytes, pages, chunks, chunk_digest, indexed_at_ms, crc";

std::int64_t sum_of_scope(const Scope& scope, std::int64_t row, std::string_view version) {
    return RowChecksum().add(row).add(scope.tenant).add(scope.collection).add(version).value();
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

struct DocumentRow {
    VersionRecord record;
    std::int64_t indexed_at_ms = 0;
};

// Reads the columns of kDocumentColumns.
Result<DocumentRow> read_row(const platform::Connection& connection, const Statement& row, std::int64_t scope) {
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

// Reads `root, path, crc` from this column on.
Result<DocumentName> read_name(const platform::Connection& connection, const Statement& row, std::int64_t scope,
                               std::string_view document, int column) {
    DocumentName name{std::string(row.text(column)), std::string(row.text(column + 1))};
    if (sum_of_name(scope, name.root, name.path, document) != row.integer(column + 2))
        return damaged(connection, fmt::format("the row of the name {}", name.path));
    return name;
}

// Reads `key, value, source, crc` from this column on and adds them.
Result<void> add_fact(const platform::Connection& connection, const Statement& row, std::int64_t scope,
                      Document& document, int column) {
    const auto key = parse_fact_key(row.text(column));
    const auto source = parse_fact_source(row.text(column + 2));
    Fact fact{std::string(row.text(column + 1)), source.value_or(FactSource::kUser)};
    if (!key || !source || sum_of_fact(scope, document.id, row.text(column), fact) != row.integer(column + 3))
        return damaged(connection, fmt::format("a fact of document {}", document.id));
    document.facts[*key] = std::move(fact);
    return {};
}

// Calls visit(row) for each row; its Result may end it.
template <class Visit>
Result<void> for_each_row(Result<Statement> row, Visit visit) {
    if (!row) return propagate(row);
    for (;;) {
        auto more = row->step();
        if (!more) return propagate(more);
        if (!*more) return {};
        if (Result<void> visited = visit(*row); !visited) return visited;
    }
}

std::int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// The outcome of a statement whose count of rows nobody needs.
Result<void> done(const Result<std::int64_t>& changed) {
    if (!changed) return propagate(changed);
    return {};
}

}  // namespace

Result<std::vector<Scope>> list_scopes(platform::Connection& connection) {
    auto row = connection.query("SELECT tenant, collection FROM scopes ORDER BY tenant, collection");
    if (!row) return propagate(row);
    std::vector<Scope> found;
    for (;;) {
        auto more = row->step();
        if (!more) return propagate(more);
        if (!*more) return found;
        found.push_back({std::string(row->text(0)), std::string(row->text(1))});
    }
}

Result<std::vector<Collection>> list_collections(platform::Connection& connection, const std::string& tenant) {
    auto scopes = list_scopes(connection);
    if (!scopes) return propagate(scopes);
    std::vector<Collection> collections;
    for (const Scope& scope : *scopes) {
        if (scope.tenant != tenant) continue;
        CatalogRows rows(connection, scope);
        auto row = rows.find_scope();
        if (!row) return propagate(row);
        auto counted = rows.count_collection(row->value());
        if (!counted) return propagate(counted);
        collections.push_back(std::move(*counted));
    }
    return collections;
}

Result<std::optional<std::int64_t>> CatalogRows::find_scope() {
    auto row = connection_.query("SELECT id, version, crc FROM scopes WHERE tenant = ? AND collection = ?",
                                 {scope_.tenant, scope_.collection});
    if (!row) return propagate(row);
    auto found = row->step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<std::int64_t>();
    const std::int64_t id = row->integer(0);
    if (sum_of_scope(scope_, id, row->text(1)) != row->integer(2))
        return damaged(connection_, fmt::format("the row of collection {}", scope_.collection));
    return std::optional(id);
}

Result<std::int64_t> CatalogRows::make_scope() {
    auto found = find_scope();
    if (!found) return propagate(found);
    if (*found) return **found;
    auto added = connection_.run("INSERT INTO scopes (tenant, collection, version, crc) VALUES (?, ?, '', 0)",
                                 {scope_.tenant, scope_.collection});
    if (!added) return propagate(added);
    const std::int64_t id = connection_.last_row();
    auto summed = connection_.run("UPDATE scopes SET crc = ? WHERE id = ?", {sum_of_scope(scope_, id, ""), id});
    if (!summed) return propagate(summed);
    return id;
}

Result<std::string> CatalogRows::collection_version() {
    auto scope = find_scope();
    if (!scope) return propagate(scope);
    if (!*scope) return std::string();
    auto row = connection_.query("SELECT version FROM scopes WHERE id = ?", {**scope});
    if (!row) return propagate(row);
    auto found = row->step();
    if (!found) return propagate(found);
    return std::string(row->text(0));
}

Result<void> CatalogRows::renew_collection_version(std::int64_t scope) {
    const std::string version = make_ulid();
    return done(connection_.run("UPDATE scopes SET version = ?, crc = ? WHERE id = ?",
                                {version, sum_of_scope(scope_, scope, version), scope}));
}

Result<std::optional<Document>> CatalogRows::find_document(std::int64_t scope, const std::string& id) {
    static const std::string kSql =
        fmt::format("SELECT {} FROM documents WHERE scope = ? AND id = ?", kDocumentColumns);
    auto row = connection_.query(kSql, {scope, id});
    if (!row) return propagate(row);
    return read_document(*row, scope);
}

Result<std::optional<Document>> CatalogRows::find_by_version(std::int64_t scope, const std::string& version) {
    static const std::string kSql =
        fmt::format("SELECT {} FROM documents WHERE scope = ? AND version = ?", kDocumentColumns);
    auto row = connection_.query(kSql, {scope, version});
    if (!row) return propagate(row);
    return read_document(*row, scope);
}

Result<std::vector<Document>> CatalogRows::list_documents(std::int64_t scope, std::uint64_t offset,
                                                          std::uint64_t limit) {
    static const std::string kSql = fmt::format(
        "SELECT {} FROM documents d JOIN (SELECT document, root, path, min(sequence) FROM names WHERE scope = ?1"
        " GROUP BY document) n ON n.document = d.id WHERE d.scope = ?1 ORDER BY n.root, n.path LIMIT ?2 OFFSET ?3",
        "d.id, d.version, d.fingerprint, d.state, d.reason, d.bytes, d.pages, d.chunks, d.chunk_digest,"
        " d.indexed_at_ms, d.crc");
    constexpr std::uint64_t kMost = 1ULL << 62;
    auto row = connection_.query(kSql, {scope, static_cast<std::int64_t>(std::min(limit, kMost)),
                                        static_cast<std::int64_t>(std::min(offset, kMost))});
    if (!row) return propagate(row);
    std::vector<Document> documents;
    for (;;) {
        auto document = read_document(*row, scope);
        if (!document) return propagate(document);
        if (!*document) return documents;
        documents.push_back(std::move(**document));
    }
}

// Three passes in order of the documents' ids rather than a look-up for each.
Result<std::vector<Document>> CatalogRows::all_documents(std::int64_t scope) {
    static const std::string kSql =
        fmt::format("SELECT {} FROM documents WHERE scope = ? ORDER BY id", kDocumentColumns);
    std::vector<Document> documents;
    auto read = for_each_row(connection_.query(kSql, {scope}), [&](const Statement& row) -> Result<void> {
        auto document = read_row(connection_, row, scope);
        if (!document) return propagate(document);
        documents.push_back(to_document(std::move(*document), scope_));
        return {};
    });
    if (!read) return propagate(read);

    auto at = documents.begin();
    // The document with this id; ids come in order.
    const auto find = [&](std::string_view id) -> Document* {
        while (at != documents.end() && at->id < id) ++at;
        return at != documents.end() && at->id == id ? &*at : nullptr;
    };
    read = for_each_row(
        connection_.query("SELECT document, root, path, crc FROM names WHERE scope = ? ORDER BY document, sequence",
                          {scope}),
        [&](const Statement& row) -> Result<void> {
            auto name = read_name(connection_, row, scope, row.text(0), 1);
            if (!name) return propagate(name);
            if (Document* document = find(row.text(0))) document->names.push_back(std::move(*name));
            return {};
        });
    if (!read) return propagate(read);
    at = documents.begin();
    read = for_each_row(
        connection_.query("SELECT document, key, value, source, crc FROM facts WHERE scope = ? ORDER BY document, key",
                          {scope}),
        [&](const Statement& row) -> Result<void> {
            Document* document = find(row.text(0));
            return document == nullptr ? Result<void>() : add_fact(connection_, row, scope, *document, 1);
        });
    if (!read) return propagate(read);
    for (const Document& document : documents)
        if (document.names.empty())
            return damaged(connection_, fmt::format("document {} has lost its names: it", document.id));
    std::sort(documents.begin(), documents.end(),
              [](const Document& a, const Document& b) { return a.names.front() < b.names.front(); });
    return documents;
}

// From the rows with their checksums: a sum over damaged ones would look as good as any.
Result<Collection> CatalogRows::count_collection(std::int64_t scope) {
    static const std::string kSql = fmt::format("SELECT {} FROM documents WHERE scope = ?", kDocumentColumns);
    Collection collection{.name = scope_.collection};
    auto read = for_each_row(connection_.query(kSql, {scope}), [&](const Statement& row) -> Result<void> {
        auto document = read_row(connection_, row, scope);
        if (!document) return propagate(document);
        ++collection.documents;
        collection.pages += document->record.pages;
        collection.chunks += document->record.chunks;
        collection.bytes += document->record.bytes;
        return {};
    });
    if (!read) return propagate(read);
    return collection;
}

Result<std::int64_t> CatalogRows::count_documents(std::int64_t scope) {
    return connection_.integer("SELECT count(*) FROM documents WHERE scope = ?", {scope});
}

Result<std::vector<LiveVersion>> CatalogRows::live_versions(std::int64_t scope) {
    static const std::string kSql =
        fmt::format("SELECT {} FROM documents WHERE scope = ? ORDER BY id", kDocumentColumns);
    std::vector<LiveVersion> versions;
    auto read = for_each_row(connection_.query(kSql, {scope}), [&](const Statement& row) -> Result<void> {
        auto document = read_row(connection_, row, scope);
        if (!document) return propagate(document);
        VersionRecord& record = document->record;
        versions.push_back({std::move(record.version), std::move(record.document_id), record.chunks,
                            std::move(record.chunk_digest), ""});
        return {};
    });
    if (!read) return propagate(read);
    auto at = versions.begin();
    read = for_each_row(
        connection_.query("SELECT document, root, path, crc FROM names WHERE scope = ? ORDER BY document, sequence",
                          {scope}),
        [&](const Statement& row) -> Result<void> {
            while (at != versions.end() && at->document_id < row.text(0)) ++at;
            if (at == versions.end() || at->document_id != row.text(0) || !at->name.empty()) return {};
            auto name = read_name(connection_, row, scope, row.text(0), 1);
            if (!name) return propagate(name);
            at->name = std::move(name->path);
            return {};
        });
    if (!read) return propagate(read);
    std::sort(versions.begin(), versions.end(),
              [](const LiveVersion& a, const LiveVersion& b) { return a.version < b.version; });
    return versions;
}

Result<void> CatalogRows::put_document(std::int64_t scope, const VersionRecord& record) {
    const std::int64_t now = now_ms();
    return done(connection_.run(
        "INSERT INTO documents (scope, id, version, fingerprint, state, reason, bytes, pages, chunks, chunk_digest,"
        " indexed_at_ms, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (scope, id) DO UPDATE SET"
        " version = excluded.version, fingerprint = excluded.fingerprint, state = excluded.state,"
        " reason = excluded.reason, bytes = excluded.bytes, pages = excluded.pages, chunks = excluded.chunks,"
        " chunk_digest = excluded.chunk_digest, indexed_at_ms = excluded.indexed_at_ms, crc = excluded.crc",
        {scope, record.document_id, record.version, record.fingerprint, to_string(record.state), record.reason,
         static_cast<std::int64_t>(record.bytes), record.pages, record.chunks, record.chunk_digest, now,
         sum_of_document(scope, record, now)}));
}

Result<void> CatalogRows::erase_document(std::int64_t scope, const std::string& id) {
    auto facts = connection_.run("DELETE FROM facts WHERE scope = ? AND document = ?", {scope, id});
    if (!facts) return propagate(facts);
    auto names = connection_.run("DELETE FROM names WHERE scope = ? AND document = ?", {scope, id});
    if (!names) return propagate(names);
    return done(connection_.run("DELETE FROM documents WHERE scope = ? AND id = ?", {scope, id}));
}

Result<void> CatalogRows::erase_scope(std::int64_t scope) {
    for (const char* sql : {"DELETE FROM facts WHERE scope = ?", "DELETE FROM names WHERE scope = ?",
                            "DELETE FROM documents WHERE scope = ?", "DELETE FROM scopes WHERE id = ?"}) {
        auto erased = connection_.run(sql, {scope});
        if (!erased) return propagate(erased);
    }
    return {};
}

Result<void> CatalogRows::put_fact(std::int64_t scope, const std::string& id, FactKey key, const Fact& fact) {
    return done(connection_.run(
        "INSERT INTO facts (scope, document, key, value, source, crc) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (scope, document, key) DO UPDATE SET value = excluded.value, source = excluded.source,"
        " crc = excluded.crc",
        {scope, id, to_string(key), fact.value, to_string(fact.source), sum_of_fact(scope, id, to_string(key), fact)}));
}

Result<void> CatalogRows::erase_fact(std::int64_t scope, const std::string& id, FactKey key) {
    return done(
        connection_.run("DELETE FROM facts WHERE scope = ? AND document = ? AND key = ?", {scope, id, to_string(key)}));
}

Result<std::optional<std::string>> CatalogRows::find_name(std::int64_t scope, const DocumentName& name) {
    auto row = connection_.query("SELECT document, crc FROM names WHERE scope = ? AND root = ? AND path = ?",
                                 {scope, name.root, name.path});
    if (!row) return propagate(row);
    auto found = row->step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<std::string>();
    std::string document(row->text(0));
    if (sum_of_name(scope, name.root, name.path, document) != row->integer(1))
        return damaged(connection_, fmt::format("the row of the name {}", name.path));
    return std::optional(std::move(document));
}

Result<std::vector<DocumentName>> CatalogRows::names_under(std::int64_t scope, const std::string& root) {
    auto row = connection_.query("SELECT path FROM names WHERE scope = ? AND root = ? ORDER BY path", {scope, root});
    if (!row) return propagate(row);
    std::vector<DocumentName> names;
    for (;;) {
        auto found = row->step();
        if (!found) return propagate(found);
        if (!*found) return names;
        names.push_back({root, std::string(row->text(0))});
    }
}

Result<void> CatalogRows::erase_name(std::int64_t scope, const DocumentName& name) {
    return done(
        connection_.run("DELETE FROM names WHERE scope = ? AND root = ? AND path = ?", {scope, name.root, name.path}));
}

// A name that moves becomes the newest of its new document.
Result<void> CatalogRows::put_name(std::int64_t scope, const DocumentName& name, const std::string& id) {
    auto current = find_name(scope, name);
    if (!current) return propagate(current);
    if (*current == id) return {};
    if (auto removed = erase_name(scope, name); !removed) return removed;
    return done(connection_.run("INSERT INTO names (scope, root, path, document, crc) VALUES (?, ?, ?, ?, ?)",
                                {scope, name.root, name.path, id, sum_of_name(scope, name.root, name.path, id)}));
}

Result<std::optional<Document>> CatalogRows::read_document(Statement& row, std::int64_t scope) {
    auto found = row.step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<Document>();
    auto read = read_row(connection_, row, scope);
    if (!read) return propagate(read);
    Document document = to_document(std::move(*read), scope_);
    if (auto names = read_names(scope, document); !names) return propagate(names);
    if (auto facts = read_facts(scope, document); !facts) return propagate(facts);
    return std::optional(std::move(document));
}

Result<void> CatalogRows::read_names(std::int64_t scope, Document& document) {
    auto read = for_each_row(
        connection_.query("SELECT root, path, crc FROM names WHERE scope = ? AND document = ? ORDER BY sequence",
                          {scope, document.id}),
        [&](const Statement& row) -> Result<void> {
            auto name = read_name(connection_, row, scope, document.id, 0);
            if (!name) return propagate(name);
            document.names.push_back(std::move(*name));
            return {};
        });
    if (!read) return read;
    if (document.names.empty())
        return damaged(connection_, fmt::format("document {} has lost its names: it", document.id));
    return {};
}

Result<void> CatalogRows::read_facts(std::int64_t scope, Document& document) {
    return for_each_row(connection_.query("SELECT key, value, source, crc FROM facts WHERE scope = ? AND document = ?",
                                          {scope, document.id}),
                        [&](const Statement& row) { return add_fact(connection_, row, scope, document, 0); });
}

}  // namespace genai::catalog
