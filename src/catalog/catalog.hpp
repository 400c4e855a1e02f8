// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/document.hpp"

namespace genai::catalog {

// The outcome of indexing one version of a document, recorded by the flip that makes it live.
struct VersionRecord {
    std::string document_id;
    std::string version;
    std::string fingerprint;
    DocumentState state = DocumentState::kIndexed;
    std::string reason;
    std::uint64_t bytes = 0;
    std::uint32_t pages = 0;
    std::uint32_t chunks = 0;
    std::string chunk_digest;  // as the chunk store gives it; rows lost later are noticed by it
    Facts facts{};             // read of the document; what people have set stays
};

// A version that queries may see.
struct LiveVersion {
    std::string version;
    std::string document_id;
    std::uint32_t chunks = 0;
    std::string chunk_digest;
    std::string name;  // the document's first name
    Facts facts{};     // those that people have set
};

// A version that was live until a flip or a removal. Questions that began before may still read its rows.
struct RetiredVersion {
    std::string version;
    std::chrono::system_clock::time_point retired_at;
};

// One page of a listing, in order of the first name.
struct DocumentPage {
    std::vector<Document> documents;
    std::uint64_t total = 0;
};

// All documents of a scope, in order of the first name, as of one moment: that of `collection_version`.
struct DocumentSet {
    std::string collection_version;
    std::vector<Document> documents;
};

// A collection and what is live in it.
struct Collection {
    std::string name;
    std::uint64_t documents = 0;
    std::uint64_t pages = 0;
    std::uint64_t chunks = 0;
    std::uint64_t bytes = 0;

    bool operator==(const Collection&) const = default;
};
enum class Creation { kCreated, kExisted };

// The errors of remove_collection(), in the same words from every catalog.
tl::unexpected<Error> no_such_collection(const std::string& name);
tl::unexpected<Error> default_collection_stays();

// What removing several documents came to.
struct Removal {
    std::vector<Document> removed;
    std::vector<std::string> missing;  // ids of no document
};

// Which names, documents and versions exist in a scope, and which version of each document is live. The flip is the
// commit of an ingest: what was written under a version becomes visible with it, all at once, and what it replaces
// disappears. Every call is one durable transaction; safe to use from several threads and processes.
// It does not hold text: that is chunks/.
class Catalog {
public:
    virtual ~Catalog() = default;

    // A ULID that changes with every flip, removal and change of facts in the scope; empty while it does not exist.
    virtual Result<std::string> collection_version(const Scope& scope) = 0;

    virtual Result<std::optional<Document>> find_document(const Scope& scope, const std::string& document_id) = 0;
    virtual Result<std::optional<Document>> find_by_name(const Scope& scope, const DocumentName& name) = 0;
    virtual Result<DocumentPage> documents(const Scope& scope, std::uint64_t offset, std::uint64_t limit) = 0;
    virtual Result<DocumentSet> all_documents(const Scope& scope) = 0;
    virtual Result<std::vector<LiveVersion>> live_versions(const Scope& scope) = 0;
    // The versions that have ceased to be live since they were last forgotten, in order of version.
    virtual Result<std::vector<RetiredVersion>> retired_versions(const Scope& scope) = 0;
    // Their rows are gone; one that is not retired is no error.
    virtual Result<void> forget_retired(const Scope& scope, const std::vector<std::string>& versions) = 0;
    virtual Result<std::vector<Document>> documents_of_versions(const Scope& scope,
                                                                const std::vector<std::string>& versions) = 0;

    // The tenant's collections by name; "default" is always among them.
    virtual Result<std::vector<Collection>> collections(const std::string& tenant) = 0;
    // Nothing for one that does not exist.
    virtual Result<std::optional<Collection>> find_collection(const Scope& scope) = 0;
    // kInvalidInput for a name that check_collection_name() refuses.
    virtual Result<Creation> create_collection(const Scope& scope) = 0;
    // Removes the collection with all that is in it; returns what that was. kNotFound when there is none, kConflict for
    // "default", which always exists.
    virtual Result<Collection> remove_collection(const Scope& scope) = 0;

    // Every scope that something was written to, in order.
    virtual Result<std::vector<Scope>> scopes() = 0;
    // The names of one source root, in order.
    virtual Result<std::vector<DocumentName>> names_under(const Scope& scope, const std::string& root) = 0;

    // Makes `record` the live version of its document and points `name` to the document. Its facts replace those that
    // were read of the document before, and none that a person set. A document that no name points to any more is
    // removed. Returns the versions that are no longer live.
    virtual Result<std::vector<std::string>> flip(const Scope& scope, const DocumentName& name,
                                                  const VersionRecord& record) = 0;

    // Points `name` to a document that is already live (the same bytes under another name). Returns the versions that
    // are no longer live; kNotFound when the document is not in the scope.
    virtual Result<std::vector<std::string>> add_name(const Scope& scope, const DocumentName& name,
                                                      const std::string& document_id) = 0;

    // Removes the document with all its names; returns the versions that are no longer live, kNotFound when there is no
    // such document.
    virtual Result<std::vector<std::string>> remove(const Scope& scope, const std::string& document_id) = 0;

    // Removes these documents with all their names.
    virtual Result<Removal> remove_documents(const Scope& scope, const std::vector<std::string>& document_ids) = 0;

    // Sets and removes facts of a document, as a person says; what is set stays however often it is indexed anew.
    // Returns the document as it is now; kNotFound when there is none, kInvalidInput for a value that parse_fact()
    // refuses.
    virtual Result<Document> set_facts(const Scope& scope, const std::string& document_id,
                                       const FactChanges& changes) = 0;

    // Removes one name, and with its last name the document. Returns the versions that are no longer live; kNotFound
    // when there is no such name.
    virtual Result<std::vector<std::string>> remove_name(const Scope& scope, const DocumentName& name) = 0;
};

}  // namespace genai::catalog
