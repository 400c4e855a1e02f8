// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "catalog/catalog.hpp"
#include "platform/sqlite_database.hpp"

namespace genai::catalog {

// The catalog in an SQLite file, for one machine: several threads and processes may share the file. Each row carries a
// CRC-32C over its values; one that fails it is refused as damaged. The database outlives the catalog.
class SqliteCatalog final : public Catalog {
public:
    // Makes the tables where they are missing.
    static Result<std::unique_ptr<SqliteCatalog>> open(platform::SqliteDatabase& database);

    Result<std::string> collection_version(const Scope& scope) override;
    Result<std::optional<Document>> find_document(const Scope& scope, const std::string& document_id) override;
    Result<std::optional<Document>> find_by_name(const Scope& scope, const DocumentName& name) override;
    Result<DocumentPage> documents(const Scope& scope, std::uint64_t offset, std::uint64_t limit) override;
    Result<DocumentSet> all_documents(const Scope& scope) override;
    Result<std::vector<LiveVersion>> live_versions(const Scope& scope) override;
    Result<std::vector<Document>> documents_of_versions(const Scope& scope,
                                                        const std::vector<std::string>& versions) override;
    Result<std::vector<Collection>> collections(const std::string& tenant) override;
    Result<std::optional<Collection>> find_collection(const Scope& scope) override;
    Result<Creation> create_collection(const Scope& scope) override;
    Result<Collection> remove_collection(const Scope& scope) override;
    Result<std::vector<Scope>> scopes() override;
    Result<std::vector<DocumentName>> names_under(const Scope& scope, const std::string& root) override;
    Result<std::vector<std::string>> flip(const Scope& scope, const DocumentName& name,
                                          const VersionRecord& record) override;
    Result<std::vector<std::string>> add_name(const Scope& scope, const DocumentName& name,
                                              const std::string& document_id) override;
    Result<std::vector<std::string>> remove(const Scope& scope, const std::string& document_id) override;
    Result<Removal> remove_documents(const Scope& scope, const std::vector<std::string>& document_ids) override;
    Result<Document> set_facts(const Scope& scope, const std::string& document_id, const FactChanges& changes) override;
    Result<std::vector<std::string>> remove_name(const Scope& scope, const DocumentName& name) override;

private:
    explicit SqliteCatalog(platform::SqliteDatabase& database) : database_(database) {}

    platform::SqliteDatabase& database_;
};

}  // namespace genai::catalog
