// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "platform/sqlite.hpp"

namespace genai::catalog {

// The steps that made the catalog's tables what they are; a released one never changes.
extern const std::vector<const char*> kCatalogSchema;

// In order of tenant and collection; each is checked when it is used.
Result<std::vector<Scope>> list_scopes(platform::Connection& connection);
// The tenant's collections by name, counted.
Result<std::vector<Collection>> list_collections(platform::Connection& connection, const std::string& tenant);

// The catalog's rows within one transaction: reads and writes single rows with their checksums, decides nothing.
// SqliteCatalog composes them. The connection outlives it.
class CatalogRows {
public:
    CatalogRows(platform::Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

    // The scope's row number; nothing when nothing was ever written to it.
    Result<std::optional<std::int64_t>> find_scope();
    Result<std::int64_t> make_scope();

    Result<std::string> collection_version();
    Result<void> renew_collection_version(std::int64_t scope);

    // With its names and facts.
    Result<std::optional<Document>> find_document(std::int64_t scope, const std::string& id);
    // The document that has this live version, with its names and facts.
    Result<std::optional<Document>> find_by_version(std::int64_t scope, const std::string& version);
    Result<std::vector<Document>> list_documents(std::int64_t scope, std::uint64_t offset, std::uint64_t limit);
    // Every document, in order of the first name.
    Result<std::vector<Document>> all_documents(std::int64_t scope);
    Result<std::int64_t> count_documents(std::int64_t scope);
    Result<Collection> count_collection(std::int64_t scope);
    Result<std::vector<LiveVersion>> live_versions(std::int64_t scope);
    // A version that the document had before is retired.
    Result<void> put_document(std::int64_t scope, const VersionRecord& record);
    // The document with its names and facts; its version is retired.
    Result<void> erase_document(std::int64_t scope, const std::string& id);
    // Everything in the scope, its versions retired. The row stays without a version, as of no collection: it has what
    // is retired.
    Result<void> empty_scope(std::int64_t scope);

    Result<void> put_fact(std::int64_t scope, const std::string& id, FactKey key, const Fact& fact);
    Result<void> erase_fact(std::int64_t scope, const std::string& id, FactKey key);
    Result<void> replace_read_facts(std::int64_t scope, const std::string& id, const Facts& facts);

    Result<std::vector<RetiredVersion>> retired_versions(std::int64_t scope);
    Result<void> forget_retired(std::int64_t scope, const std::vector<std::string>& versions);

    // The id of the document that the name points to.
    Result<std::optional<std::string>> find_name(std::int64_t scope, const DocumentName& name);
    Result<std::vector<DocumentName>> names_under(std::int64_t scope, const std::string& root);
    Result<void> erase_name(std::int64_t scope, const DocumentName& name);
    Result<void> put_name(std::int64_t scope, const DocumentName& name, const std::string& id);

private:
    Result<void> retire(std::int64_t scope, const std::string& version);
    Result<std::optional<std::string>> find_version(std::int64_t scope, const std::string& id);
    Result<std::optional<Document>> read_document(platform::Statement& row, std::int64_t scope);
    Result<void> read_names(std::int64_t scope, Document& document);
    Result<void> read_facts(std::int64_t scope, Document& document);

    platform::Connection& connection_;
    const Scope& scope_;
};

}  // namespace genai::catalog
