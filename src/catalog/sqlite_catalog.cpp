// SPDX-License-Identifier: Apache-2.0
#include "catalog/sqlite_catalog.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

#include "catalog/catalog_rows.hpp"
#include "platform/crash_point.hpp"

namespace genai::catalog {

using platform::Connection;

namespace {

using Versions = std::vector<std::string>;

// Runs `work(rows, scope's row number)` in a reading transaction; an empty value for a scope that nothing was written
// to.
template <class Work>
auto read_rows(platform::SqliteDatabase& database, const Scope& scope, Work work) {
    using Outcome = std::invoke_result_t<Work, CatalogRows&, std::int64_t>;
    return database.read([&](Connection& connection) -> Outcome {
        CatalogRows rows(connection, scope);
        auto row = rows.find_scope();
        if (!row) return propagate(row);
        if (!*row) return typename Outcome::value_type();
        return work(rows, **row);
    });
}

// Points the name to the document. The document that it pointed to before goes when that was its last name; its version
// joins `retired`.
Result<void> point_name(CatalogRows& rows, std::int64_t scope, const DocumentName& name, const std::string& id,
                        Versions& retired) {
    auto earlier_id = rows.find_name(scope, name);
    if (!earlier_id) return propagate(earlier_id);
    if (*earlier_id == id) return {};
    if (!*earlier_id) return rows.put_name(scope, name, id);
    auto earlier = rows.find_document(scope, **earlier_id);
    if (!earlier) return propagate(earlier);
    if (auto put = rows.put_name(scope, name, id); !put) return put;
    if (!*earlier || (*earlier)->names.size() > 1) return {};
    retired.push_back((*earlier)->version);
    return rows.erase_document(scope, **earlier_id);
}

tl::unexpected<Error> no_such_document(const Scope& scope, const std::string& id) {
    return fail(ErrorKind::kNotFound, "collection " + scope.collection + " has no document " + id);
}

Result<Document> existing_document(CatalogRows& rows, const Scope& scope, std::int64_t row, const std::string& id) {
    auto document = rows.find_document(row, id);
    if (!document) return propagate(document);
    if (!*document) return no_such_document(scope, id);
    return std::move(**document);
}

}  // namespace

Result<std::unique_ptr<SqliteCatalog>> SqliteCatalog::open(platform::SqliteDatabase& database) {
    if (auto migrated = database.migrate("catalog", kCatalogSchema); !migrated) return propagate(migrated);
    // A document or a name that is missing from one index would be missed by nobody.
    constexpr std::array kTables{std::string_view("scopes"), std::string_view("documents"), std::string_view("names"),
                                 std::string_view("retired"), std::string_view("facts")};
    if (auto sound = database.require_sound(kTables); !sound) return propagate(sound);
    return std::unique_ptr<SqliteCatalog>(new SqliteCatalog(database));
}

Result<std::string> SqliteCatalog::collection_version(const Scope& scope) {
    return database_.read([&](Connection& connection) { return CatalogRows(connection, scope).collection_version(); });
}

Result<std::optional<Document>> SqliteCatalog::find_document(const Scope& scope, const std::string& document_id) {
    return read_rows(database_, scope,
                     [&](CatalogRows& rows, std::int64_t row) { return rows.find_document(row, document_id); });
}

Result<std::optional<Document>> SqliteCatalog::find_by_name(const Scope& scope, const DocumentName& name) {
    return read_rows(database_, scope, [&](CatalogRows& rows, std::int64_t row) -> Result<std::optional<Document>> {
        auto id = rows.find_name(row, name);
        if (!id) return propagate(id);
        if (!*id) return std::optional<Document>();
        return rows.find_document(row, **id);
    });
}

Result<DocumentPage> SqliteCatalog::documents(const Scope& scope, std::uint64_t offset, std::uint64_t limit) {
    return read_rows(database_, scope, [&](CatalogRows& rows, std::int64_t row) -> Result<DocumentPage> {
        auto total = rows.count_documents(row);
        if (!total) return propagate(total);
        auto listed = rows.list_documents(row, offset, limit);
        if (!listed) return propagate(listed);
        return DocumentPage{std::move(*listed), static_cast<std::uint64_t>(*total)};
    });
}

Result<DocumentSet> SqliteCatalog::all_documents(const Scope& scope) {
    return read_rows(database_, scope, [&](CatalogRows& rows, std::int64_t row) -> Result<DocumentSet> {
        auto version = rows.collection_version();
        if (!version) return propagate(version);
        auto documents = rows.all_documents(row);
        if (!documents) return propagate(documents);
        return DocumentSet{std::move(*version), std::move(*documents)};
    });
}

Result<std::vector<LiveVersion>> SqliteCatalog::live_versions(const Scope& scope) {
    return read_rows(database_, scope, [](CatalogRows& rows, std::int64_t row) { return rows.live_versions(row); });
}

Result<std::vector<RetiredVersion>> SqliteCatalog::retired_versions(const Scope& scope) {
    return read_rows(database_, scope, [](CatalogRows& rows, std::int64_t row) { return rows.retired_versions(row); });
}

Result<void> SqliteCatalog::forget_retired(const Scope& scope, const Versions& versions) {
    if (versions.empty()) return {};
    return database_.write([&](Connection& connection) -> Result<void> {
        CatalogRows rows(connection, scope);
        auto row = rows.find_scope();
        if (!row) return propagate(row);
        if (!*row) return {};
        return rows.forget_retired(**row, versions);
    });
}

Result<std::vector<Document>> SqliteCatalog::documents_of_versions(const Scope& scope, const Versions& versions) {
    return read_rows(database_, scope, [&](CatalogRows& rows, std::int64_t row) -> Result<std::vector<Document>> {
        std::vector<Document> documents;
        for (const std::string& version : versions) {
            auto document = rows.find_by_version(row, version);
            if (!document) return propagate(document);
            if (*document) documents.push_back(std::move(**document));
        }
        return documents;
    });
}

Result<std::vector<Collection>> SqliteCatalog::collections(const std::string& tenant) {
    auto listed = database_.read([&](Connection& connection) { return list_collections(connection, tenant); });
    if (!listed) return listed;
    const auto is_default = [](const Collection& collection) { return collection.name == Scope{}.collection; };
    if (std::none_of(listed->begin(), listed->end(), is_default)) {
        const auto after = std::find_if(listed->begin(), listed->end(), [](const Collection& collection) {
            return collection.name > Scope{}.collection;
        });
        listed->insert(after, {.name = Scope{}.collection});
    }
    return listed;
}

Result<std::optional<Collection>> SqliteCatalog::find_collection(const Scope& scope) {
    auto found =
        read_rows(database_, scope, [](CatalogRows& rows, std::int64_t row) -> Result<std::optional<Collection>> {
            auto version = rows.collection_version();
            if (!version) return propagate(version);
            if (version->empty()) return std::optional<Collection>();
            auto counted = rows.count_collection(row);
            if (!counted) return propagate(counted);
            return std::optional(std::move(*counted));
        });
    if (found && !*found && scope.collection == Scope{}.collection)
        return std::optional(Collection{.name = scope.collection});
    return found;
}

Result<Creation> SqliteCatalog::create_collection(const Scope& scope) {
    if (auto checked = check_collection_name(scope.collection); !checked) return propagate(checked);
    return database_.write([&](Connection& connection) -> Result<Creation> {
        CatalogRows rows(connection, scope);
        auto known = rows.collection_version();
        if (!known) return propagate(known);
        if (!known->empty()) return Creation::kExisted;
        auto row = rows.make_scope();
        if (!row) return propagate(row);
        if (auto renewed = rows.renew_collection_version(*row); !renewed) return propagate(renewed);
        return scope.collection == Scope{}.collection ? Creation::kExisted : Creation::kCreated;
    });
}

Result<Collection> SqliteCatalog::remove_collection(const Scope& scope) {
    if (scope.collection == Scope{}.collection) return default_collection_stays();
    return database_.write([&](Connection& connection) -> Result<Collection> {
        CatalogRows rows(connection, scope);
        auto version = rows.collection_version();
        if (!version) return propagate(version);
        if (version->empty()) return no_such_collection(scope.collection);
        auto row = rows.make_scope();
        if (!row) return propagate(row);
        auto counted = rows.count_collection(*row);
        if (!counted) return propagate(counted);
        if (auto emptied = rows.empty_scope(*row); !emptied) return propagate(emptied);
        platform::reach("catalog.remove_collection.erased");
        return counted;
    });
}

Result<std::vector<Scope>> SqliteCatalog::scopes() {
    return database_.read([](Connection& connection) { return list_scopes(connection); });
}

Result<std::vector<DocumentName>> SqliteCatalog::names_under(const Scope& scope, const std::string& root) {
    return read_rows(database_, scope,
                     [&](CatalogRows& rows, std::int64_t row) { return rows.names_under(row, root); });
}

Result<Versions> SqliteCatalog::flip(const Scope& scope, const DocumentName& name, const VersionRecord& record) {
    return database_.write([&](Connection& connection) -> Result<Versions> {
        CatalogRows rows(connection, scope);
        Versions retired;
        auto row = rows.make_scope();
        if (!row) return propagate(row);
        auto earlier = rows.find_document(*row, record.document_id);
        if (!earlier) return propagate(earlier);
        if (*earlier && (*earlier)->version != record.version) retired.push_back((*earlier)->version);
        if (auto put = rows.put_document(*row, record); !put) return propagate(put);
        if (auto put = rows.replace_read_facts(*row, record.document_id, record.facts); !put) return propagate(put);
        platform::reach("catalog.flip.document_put");
        if (auto pointed = point_name(rows, *row, name, record.document_id, retired); !pointed)
            return propagate(pointed);
        platform::reach("catalog.flip.name_put");
        if (auto renewed = rows.renew_collection_version(*row); !renewed) return propagate(renewed);
        platform::reach("catalog.flip.version_renewed");
        return retired;
    });
}

Result<Versions> SqliteCatalog::add_name(const Scope& scope, const DocumentName& name, const std::string& document_id) {
    return database_.write([&](Connection& connection) -> Result<Versions> {
        CatalogRows rows(connection, scope);
        Versions retired;
        auto row = rows.make_scope();
        if (!row) return propagate(row);
        auto document = existing_document(rows, scope, *row, document_id);
        if (!document) return propagate(document);
        if (auto pointed = point_name(rows, *row, name, document_id, retired); !pointed) return propagate(pointed);
        platform::reach("catalog.add_name.name_put");
        if (auto renewed = rows.renew_collection_version(*row); !renewed) return propagate(renewed);
        return retired;
    });
}

Result<Versions> SqliteCatalog::remove(const Scope& scope, const std::string& document_id) {
    auto removal = remove_documents(scope, {document_id});
    if (!removal) return propagate(removal);
    if (removal->removed.empty()) return no_such_document(scope, document_id);
    return Versions{std::move(removal->removed.front().version)};
}

Result<Removal> SqliteCatalog::remove_documents(const Scope& scope, const std::vector<std::string>& document_ids) {
    return database_.write([&](Connection& connection) -> Result<Removal> {
        CatalogRows rows(connection, scope);
        Removal removal;
        auto row = rows.find_scope();
        if (!row) return propagate(row);
        for (const std::string& id : document_ids) {
            auto document = *row ? rows.find_document(**row, id) : Result<std::optional<Document>>();
            if (!document) return propagate(document);
            if (!*document) {
                removal.missing.push_back(id);
                continue;
            }
            if (auto erased = rows.erase_document(**row, id); !erased) return propagate(erased);
            removal.removed.push_back(std::move(**document));
        }
        platform::reach("catalog.remove_documents.erased");
        if (removal.removed.empty()) return removal;
        if (auto renewed = rows.renew_collection_version(**row); !renewed) return propagate(renewed);
        return removal;
    });
}

Result<Document> SqliteCatalog::set_facts(const Scope& scope, const std::string& document_id,
                                          const FactChanges& changes) {
    return database_.write([&](Connection& connection) -> Result<Document> {
        CatalogRows rows(connection, scope);
        auto row = rows.make_scope();
        if (!row) return propagate(row);
        if (auto known = existing_document(rows, scope, *row, document_id); !known) return known;
        for (const auto& [key, value] : changes) {
            if (!value) {
                if (auto erased = rows.erase_fact(*row, document_id, key); !erased) return propagate(erased);
                continue;
            }
            auto parsed = parse_fact(key, *value);
            if (!parsed) return propagate(parsed);
            if (auto put = rows.put_fact(*row, document_id, key, {std::move(*parsed), FactSource::kUser}); !put)
                return propagate(put);
        }
        platform::reach("catalog.set_facts.facts_put");
        if (!changes.empty())
            if (auto renewed = rows.renew_collection_version(*row); !renewed) return propagate(renewed);
        return existing_document(rows, scope, *row, document_id);
    });
}

Result<Versions> SqliteCatalog::remove_name(const Scope& scope, const DocumentName& name) {
    return database_.write([&](Connection& connection) -> Result<Versions> {
        CatalogRows rows(connection, scope);
        auto row = rows.make_scope();
        if (!row) return propagate(row);
        auto id = rows.find_name(*row, name);
        if (!id) return propagate(id);
        if (!*id) return fail(ErrorKind::kNotFound, "collection " + scope.collection + " has no name " + name.path);
        auto document = existing_document(rows, scope, *row, **id);
        if (!document) return propagate(document);
        Versions retired;
        if (document->names.size() == 1) {
            if (auto erased = rows.erase_document(*row, **id); !erased) return propagate(erased);
            retired.push_back(std::move(document->version));
        } else if (auto erased = rows.erase_name(*row, name); !erased) {
            return propagate(erased);
        }
        platform::reach("catalog.remove_name.name_erased");
        if (auto renewed = rows.renew_collection_version(*row); !renewed) return propagate(renewed);
        return retired;
    });
}

}  // namespace genai::catalog
