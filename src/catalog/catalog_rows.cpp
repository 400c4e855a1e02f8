// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/ulid.hpp"
#include "catalog/row_codec.hpp"

namespace genai::catalog {

using platform::for_each_row;
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
    "CREATE TABLE retired (version TEXT PRIMARY KEY, scope INTEGER NOT NULL, at_ms INTEGER NOT NULL,"
    "  crc INTEGER NOT NULL) WITHOUT ROWID;",
    "CREATE TABLE facts (scope INTEGER NOT NULL, document TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    "  source TEXT NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (scope, document, key),"
    "  FOREIGN KEY (scope, document) REFERENCES documents (scope, id)) WITHOUT ROWID;"};

namespace {

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
    std::vector<Scope> found;
    auto read = for_each_row(
        connection.query("SELECT tenant, collection, id, version, crc FROM scopes ORDER BY tenant, collection"),
        [&](const Statement& row) -> Result<void> {
            Scope scope{std::string(row.text(0)), std::string(row.text(1))};
            if (sum_of_scope(scope, row.integer(2), row.text(3)) != row.integer(4))
                return damaged(connection, fmt::format("the row of collection {}", scope.collection));
            found.push_back(std::move(scope));
            return {};
        });
    if (!read) return propagate(read);
    return found;
}

Result<std::vector<Collection>> list_collections(platform::Connection& connection, const std::string& tenant) {
    auto scopes = list_scopes(connection);
    if (!scopes) return propagate(scopes);
    std::vector<Collection> collections;
    for (const Scope& scope : *scopes) {
        if (scope.tenant != tenant) continue;
        CatalogRows rows(connection, scope);
        auto version = rows.collection_version();
        if (!version) return propagate(version);
        if (version->empty()) continue;  // it was removed
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

Result<void> CatalogRows::retire(std::int64_t scope, const std::string& version) {
    const std::int64_t now = now_ms();
    return done(connection_.run("INSERT OR REPLACE INTO retired (version, scope, at_ms, crc) VALUES (?, ?, ?, ?)",
                                {version, scope, now, sum_of_retired(scope, version, now)}));
}

Result<std::vector<RetiredVersion>> CatalogRows::retired_versions(std::int64_t scope) {
    std::vector<RetiredVersion> found;
    auto read = for_each_row(
        connection_.query("SELECT version, at_ms, crc FROM retired WHERE scope = ? ORDER BY version", {scope}),
        [&](const Statement& row) -> Result<void> {
            const std::string version(row.text(0));
            if (sum_of_retired(scope, version, row.integer(1)) != row.integer(2))
                return damaged(connection_, fmt::format("the row of the replaced version {}", version));
            found.push_back(
                {version, std::chrono::system_clock::time_point(std::chrono::milliseconds(row.integer(1)))});
            return {};
        });
    if (!read) return propagate(read);
    return found;
}

Result<void> CatalogRows::forget_retired(std::int64_t scope, const std::vector<std::string>& versions) {
    for (const std::string& version : versions) {
        auto erased = connection_.run("DELETE FROM retired WHERE scope = ? AND version = ?", {scope, version});
        if (!erased) return propagate(erased);
    }
    return {};
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

// The live version of a document.
Result<std::optional<std::string>> CatalogRows::find_version(std::int64_t scope, const std::string& id) {
    static const std::string kSql =
        fmt::format("SELECT {} FROM documents WHERE scope = ? AND id = ?", kDocumentColumns);
    auto row = connection_.query(kSql, {scope, id});
    if (!row) return propagate(row);
    auto found = row->step();
    if (!found) return propagate(found);
    if (!*found) return std::optional<std::string>();
    auto read = read_document_row(connection_, *row, scope);
    if (!read) return propagate(read);
    return std::optional(std::move(read->record.version));
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
        auto document = read_document_row(connection_, row, scope);
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
            return document == nullptr ? Result<void>()
                                       : add_fact(connection_, row, scope, document->id, document->facts, 1);
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
        auto document = read_document_row(connection_, row, scope);
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
        auto document = read_document_row(connection_, row, scope);
        if (!document) return propagate(document);
        VersionRecord& record = document->record;
        versions.push_back({std::move(record.version),
                            std::move(record.document_id),
                            record.chunks,
                            std::move(record.chunk_digest),
                            "",
                            {}});
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
    at = versions.begin();
    read = for_each_row(connection_.query("SELECT document, key, value, source, crc FROM facts WHERE scope = ? AND"
                                          " source = ? ORDER BY document, key",
                                          {scope, to_string(FactSource::kUser)}),
                        [&](const Statement& row) -> Result<void> {
                            while (at != versions.end() && at->document_id < row.text(0)) ++at;
                            if (at == versions.end() || at->document_id != row.text(0)) return {};
                            return add_fact(connection_, row, scope, at->document_id, at->facts, 1);
                        });
    if (!read) return propagate(read);
    std::sort(versions.begin(), versions.end(),
              [](const LiveVersion& a, const LiveVersion& b) { return a.version < b.version; });
    return versions;
}

Result<void> CatalogRows::put_document(std::int64_t scope, const VersionRecord& record) {
    auto earlier = find_version(scope, record.document_id);
    if (!earlier) return propagate(earlier);
    if (*earlier && **earlier != record.version)
        if (auto noted = retire(scope, **earlier); !noted) return noted;
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
    auto earlier = find_version(scope, id);
    if (!earlier) return propagate(earlier);
    if (*earlier)
        if (auto noted = retire(scope, **earlier); !noted) return noted;
    auto facts = connection_.run("DELETE FROM facts WHERE scope = ? AND document = ?", {scope, id});
    if (!facts) return propagate(facts);
    auto names = connection_.run("DELETE FROM names WHERE scope = ? AND document = ?", {scope, id});
    if (!names) return propagate(names);
    return done(connection_.run("DELETE FROM documents WHERE scope = ? AND id = ?", {scope, id}));
}

Result<void> CatalogRows::empty_scope(std::int64_t scope) {
    const auto live = live_versions(scope);
    if (!live) return propagate(live);
    for (const LiveVersion& version : *live)
        if (auto noted = retire(scope, version.version); !noted) return noted;
    for (const char* sql : {"DELETE FROM facts WHERE scope = ?", "DELETE FROM names WHERE scope = ?",
                            "DELETE FROM documents WHERE scope = ?"}) {
        auto erased = connection_.run(sql, {scope});
        if (!erased) return propagate(erased);
    }
    return done(connection_.run("UPDATE scopes SET version = '', crc = ? WHERE id = ?",
                                {sum_of_scope(scope_, scope, ""), scope}));
}

Result<void> CatalogRows::put_fact(std::int64_t scope, const std::string& id, FactKey key, const Fact& fact) {
    return done(connection_.run(
        "INSERT INTO facts (scope, document, key, value, source, crc) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (scope, document, key) DO UPDATE SET value = excluded.value, source = excluded.source,"
        " crc = excluded.crc",
        {scope, id, to_string(key), fact.value, to_string(fact.source), sum_of_fact(scope, id, to_string(key), fact)}));
}

// Those that people have set stay as they are.
Result<void> CatalogRows::replace_read_facts(std::int64_t scope, const std::string& id, const Facts& facts) {
    const std::string_view user = to_string(FactSource::kUser);
    auto erased =
        connection_.run("DELETE FROM facts WHERE scope = ? AND document = ? AND source <> ?", {scope, id, user});
    if (!erased) return propagate(erased);
    for (const auto& [key, fact] : facts) {
        auto put = connection_.run(
            "INSERT OR IGNORE INTO facts (scope, document, key, value, source, crc) VALUES (?, ?, ?, ?, ?, ?)",
            {scope, id, to_string(key), fact.value, to_string(fact.source),
             sum_of_fact(scope, id, to_string(key), fact)});
        if (!put) return propagate(put);
    }
    return {};
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
    auto row = connection_.query("SELECT path, document, crc FROM names WHERE scope = ? AND root = ? ORDER BY path",
                                 {scope, root});
    if (!row) return propagate(row);
    std::vector<DocumentName> names;
    for (;;) {
        auto found = row->step();
        if (!found) return propagate(found);
        if (!*found) return names;
        if (sum_of_name(scope, root, row->text(0), row->text(1)) != row->integer(2))
            return damaged(connection_, fmt::format("the row of the name {}", row->text(0)));
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
    auto read = read_document_row(connection_, row, scope);
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
    return for_each_row(
        connection_.query("SELECT key, value, source, crc FROM facts WHERE scope = ? AND document = ?",
                          {scope, document.id}),
        [&](const Statement& row) { return add_fact(connection_, row, scope, document.id, document.facts, 0); });
}

}  // namespace genai::catalog
