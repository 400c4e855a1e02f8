// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "base/ulid.hpp"
#include "catalog/catalog.hpp"

namespace genai::catalog {

// A catalog in memory, for tests of what uses one. Keeps the port's contract; nothing is durable.
class FakeCatalog : public Catalog {
public:
    Result<std::string> collection_version(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        return scopes_[scope].version;
    }

    Result<std::optional<Document>> find_document(const Scope& scope, const std::string& document_id) override {
        const std::lock_guard lock(mutex_);
        const auto& documents = scopes_[scope].documents;
        const auto found = documents.find(document_id);
        return found == documents.end() ? std::nullopt : std::optional(found->second.document);
    }

    Result<std::optional<Document>> find_by_name(const Scope& scope, const DocumentName& name) override {
        const std::lock_guard lock(mutex_);
        const Contents& contents = scopes_[scope];
        const auto found = contents.names.find(name);
        if (found == contents.names.end()) return std::optional<Document>();
        return std::optional(contents.documents.at(found->second).document);
    }

    Result<DocumentPage> documents(const Scope& scope, std::uint64_t offset, std::uint64_t limit) override {
        const std::lock_guard lock(mutex_);
        const std::vector<Document> all = sorted(scopes_[scope]);
        DocumentPage page{{}, all.size()};
        for (std::uint64_t i = offset; i < all.size() && i - offset < limit; ++i) page.documents.push_back(all[i]);
        return page;
    }

    Result<DocumentSet> all_documents(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        return DocumentSet{scopes_[scope].version, sorted(scopes_[scope])};
    }

    Result<std::vector<LiveVersion>> live_versions(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        std::vector<LiveVersion> versions;
        for (const auto& [id, entry] : scopes_[scope].documents) {
            Facts set = entry.document.facts;
            std::erase_if(set, [](const auto& known) { return known.second.source != FactSource::kUser; });
            versions.push_back({entry.document.version, id, entry.document.chunks, entry.chunk_digest,
                                entry.document.display_name(), std::move(set)});
        }
        std::sort(versions.begin(), versions.end(),
                  [](const LiveVersion& a, const LiveVersion& b) { return a.version < b.version; });
        return versions;
    }

    Result<std::vector<RetiredVersion>> retired_versions(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        std::vector<RetiredVersion> found;
        for (const auto& [version, at] : scopes_[scope].retired) found.push_back({version, at});
        return found;
    }

    Result<void> forget_retired(const Scope& scope, const std::vector<std::string>& versions) override {
        const std::lock_guard lock(mutex_);
        for (const std::string& version : versions) scopes_[scope].retired.erase(version);
        return {};
    }

    Result<std::vector<Document>> documents_of_versions(const Scope& scope,
                                                        const std::vector<std::string>& versions) override {
        const std::lock_guard lock(mutex_);
        std::vector<Document> documents;
        for (const std::string& version : versions)
            for (const auto& [id, entry] : scopes_[scope].documents)
                if (entry.document.version == version) documents.push_back(entry.document);
        return documents;
    }

    Result<std::vector<Collection>> collections(const std::string& tenant) override {
        const std::lock_guard lock(mutex_);
        scopes_[{tenant, Scope{}.collection}];
        std::vector<Collection> found;
        for (const auto& [scope, contents] : scopes_)
            if (scope.tenant == tenant && exists(scope, contents)) found.push_back(count(scope, contents));
        return found;
    }

    Result<std::optional<Collection>> find_collection(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        const Contents& contents = scopes_[scope];
        return exists(scope, contents) ? std::optional(count(scope, contents)) : std::nullopt;
    }

    Result<Creation> create_collection(const Scope& scope) override {
        if (auto checked = check_collection_name(scope.collection); !checked) return propagate(checked);
        const std::lock_guard lock(mutex_);
        Contents& contents = scopes_[scope];
        if (exists(scope, contents)) return Creation::kExisted;
        contents.version = make_ulid();
        return Creation::kCreated;
    }

    Result<Collection> remove_collection(const Scope& scope) override {
        if (scope.collection == Scope{}.collection) return default_collection_stays();
        const std::lock_guard lock(mutex_);
        Contents& contents = scopes_[scope];
        if (!exists(scope, contents)) return no_such_collection(scope.collection);
        const Collection removed = count(scope, contents);
        while (!contents.documents.empty()) erase(contents, std::string(contents.documents.begin()->first));
        contents.version.clear();
        return removed;
    }

    Result<std::vector<Scope>> scopes() override {
        const std::lock_guard lock(mutex_);
        std::vector<Scope> found;
        for (const auto& [scope, contents] : scopes_)
            if (!contents.version.empty() || !contents.retired.empty()) found.push_back(scope);
        return found;
    }

    Result<std::vector<DocumentName>> names_under(const Scope& scope, const std::string& root) override {
        const std::lock_guard lock(mutex_);
        std::vector<DocumentName> names;
        for (const auto& [name, id] : scopes_[scope].names)
            if (name.root == root) names.push_back(name);
        return names;
    }

    Result<std::vector<std::string>> flip(const Scope& scope, const DocumentName& name,
                                          const VersionRecord& record) override {
        const std::lock_guard lock(mutex_);
        Contents& contents = scopes_[scope];
        std::vector<std::string> retired;
        Entry& entry = contents.documents[record.document_id];
        Document& document = entry.document;
        if (!document.version.empty() && document.version != record.version) retired.push_back(document.version);
        document.id = record.document_id;
        document.scope = scope;
        document.state = record.state;
        document.reason = record.reason;
        document.version = record.version;
        document.fingerprint = record.fingerprint;
        document.bytes = record.bytes;
        document.pages = record.pages;
        document.chunks = record.chunks;
        document.indexed_at = std::chrono::system_clock::now();
        entry.chunk_digest = record.chunk_digest;
        std::erase_if(document.facts, [](const auto& known) { return known.second.source != FactSource::kUser; });
        document.facts.insert(record.facts.begin(), record.facts.end());
        point_name(contents, name, record.document_id, retired);
        return retire(contents, retired);
    }

    Result<std::vector<std::string>> add_name(const Scope& scope, const DocumentName& name,
                                              const std::string& document_id) override {
        const std::lock_guard lock(mutex_);
        Contents& contents = scopes_[scope];
        if (!contents.documents.contains(document_id)) return fail(ErrorKind::kNotFound, "no document " + document_id);
        std::vector<std::string> retired;
        point_name(contents, name, document_id, retired);
        return retire(contents, retired);
    }

    Result<std::vector<std::string>> remove(const Scope& scope, const std::string& document_id) override {
        const std::lock_guard lock(mutex_);
        Contents& contents = scopes_[scope];
        const auto found = contents.documents.find(document_id);
        if (found == contents.documents.end()) return fail(ErrorKind::kNotFound, "no document " + document_id);
        std::vector<std::string> retired{found->second.document.version};
        erase(contents, document_id);
        return retired;
    }

    Result<Removal> remove_documents(const Scope& scope, const std::vector<std::string>& document_ids) override {
        const std::lock_guard lock(mutex_);
        Contents& contents = scopes_[scope];
        Removal removal;
        for (const std::string& id : document_ids) {
            const auto found = contents.documents.find(id);
            if (found == contents.documents.end()) {
                removal.missing.push_back(id);
                continue;
            }
            removal.removed.push_back(found->second.document);
            erase(contents, id);
        }
        return removal;
    }

    Result<Document> set_facts(const Scope& scope, const std::string& document_id,
                               const FactChanges& changes) override {
        const std::lock_guard lock(mutex_);
        Contents& contents = scopes_[scope];
        const auto found = contents.documents.find(document_id);
        if (found == contents.documents.end()) return fail(ErrorKind::kNotFound, "no document " + document_id);
        Facts facts = found->second.document.facts;
        for (const auto& [key, value] : changes) {
            facts.erase(key);
            if (!value) continue;
            auto parsed = parse_fact(key, *value);
            if (!parsed) return propagate(parsed);
            facts[key] = {std::move(*parsed), FactSource::kUser};
        }
        found->second.document.facts = std::move(facts);
        if (!changes.empty()) contents.version = make_ulid();
        return found->second.document;
    }

    Result<std::vector<std::string>> remove_name(const Scope& scope, const DocumentName& name) override {
        const std::lock_guard lock(mutex_);
        Contents& contents = scopes_[scope];
        const auto found = contents.names.find(name);
        if (found == contents.names.end()) return fail(ErrorKind::kNotFound, "no name " + name.path);
        Document& document = contents.documents.at(found->second).document;
        std::erase(document.names, name);
        std::vector<std::string> retired;
        if (document.names.empty()) {
            retired.push_back(document.version);
            contents.documents.erase(found->second);
        }
        contents.names.erase(found);
        contents.version = make_ulid();
        return retire(contents, retired);
    }

private:
    struct Entry {
        Document document;
        std::string chunk_digest;
    };
    struct Contents {
        std::string version;
        std::map<std::string, Entry> documents;
        std::map<DocumentName, std::string> names;
        std::map<std::string, std::chrono::system_clock::time_point> retired;
    };

    static std::vector<Document> sorted(const Contents& contents) {
        std::vector<Document> all;
        for (const auto& [id, entry] : contents.documents) all.push_back(entry.document);
        std::sort(all.begin(), all.end(),
                  [](const Document& a, const Document& b) { return a.names.front() < b.names.front(); });
        return all;
    }

    static bool exists(const Scope& scope, const Contents& contents) {
        return !contents.version.empty() || scope.collection == Scope{}.collection;
    }

    static Collection count(const Scope& scope, const Contents& contents) {
        Collection counted{.name = scope.collection};
        for (const auto& [id, entry] : contents.documents) {
            ++counted.documents;
            counted.pages += entry.document.pages;
            counted.chunks += entry.document.chunks;
            counted.bytes += entry.document.bytes;
        }
        return counted;
    }

    static void erase(Contents& contents, const std::string& id) {
        for (const DocumentName& name : contents.documents.at(id).document.names) contents.names.erase(name);
        contents.retired[contents.documents.at(id).document.version] = std::chrono::system_clock::now();
        contents.documents.erase(id);
        contents.version = make_ulid();
    }

    static std::vector<std::string> retire(Contents& contents, const std::vector<std::string>& versions) {
        for (const std::string& version : versions) contents.retired[version] = std::chrono::system_clock::now();
        return versions;
    }

    static void point_name(Contents& contents, const DocumentName& name, const std::string& id,
                           std::vector<std::string>& retired) {
        contents.version = make_ulid();
        std::string& target = contents.names[name];
        const std::string earlier = std::exchange(target, id);
        if (earlier == id) return;
        contents.documents.at(id).document.names.push_back(name);
        if (earlier.empty()) return;
        Document& loser = contents.documents.at(earlier).document;
        std::erase(loser.names, name);
        if (!loser.names.empty()) return;
        retired.push_back(loser.version);
        contents.documents.erase(earlier);
    }

    std::mutex mutex_;
    std::map<Scope, Contents> scopes_;
};

}  // namespace genai::catalog
