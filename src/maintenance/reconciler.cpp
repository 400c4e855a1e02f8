// SPDX-License-Identifier: Apache-2.0
#include "maintenance/reconciler.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "platform/files.hpp"

namespace genai::maintenance {

namespace {

std::string counted(std::uint64_t count, const char* noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::optional<ingestion::SourceFile> find_source(const Document& document) {
    for (const DocumentName& name : document.names) {
        const std::filesystem::path path = std::filesystem::path(name.root) / name.path;
        const auto hash = platform::hash_file(path);
        if (hash && hash->sha256 == document.id) return ingestion::SourceFile{path, name, hash->bytes};
    }
    return std::nullopt;
}

}  // namespace

bool ReconcileReport::is_in_order() const {
    return stray_rows == 0 && std::all_of(collections.begin(), collections.end(),
                                          [](const CollectionReport& report) { return report.problems.empty(); });
}

Result<ReconcileReport> Reconciler::inspect(const Limits& limits) {
    ReconcileReport report;
    auto all = scopes();
    if (!all) return propagate(all);
    for (const Scope& scope : *all) {
        auto collection = inspect(scope, limits);
        if (!collection) return propagate(collection);
        report.collections.push_back(std::move(*collection));
    }
    auto strays = chunks_.count_stray_rows();
    if (!strays) return propagate(strays);
    report.stray_rows = *strays;
    return report;
}

// Of both stores: a killed first ingest leaves a scope that the catalog does not know.
Result<std::vector<Scope>> Reconciler::scopes() {
    auto known = catalog_.scopes();
    if (!known) return propagate(known);
    auto stored = chunks_.scopes();
    if (!stored) return propagate(stored);
    std::set<Scope> all(known->begin(), known->end());
    all.insert(stored->begin(), stored->end());
    return std::vector<Scope>(all.begin(), all.end());
}

Result<CollectionReport> Reconciler::inspect(const Scope& scope, const Limits& limits) {
    CollectionReport report;
    report.scope = scope;
    auto leftovers = ingestion::find_leftovers(scope, std::nullopt, retired_kept_, catalog_, chunks_);
    if (!leftovers) return propagate(leftovers);
    report.leftovers = std::move(*leftovers);
    const auto live = catalog_.live_versions(scope);
    if (!live) return propagate(live);
    for (const catalog::LiveVersion& version : *live) {
        if (auto going = limits.check("reconcile"); !going) return propagate(going);
        auto document = catalog_.find_document(scope, version.document_id);
        if (!document) return propagate(document);
        if (!*document || (*document)->version != version.version) continue;  // replaced or deleted meanwhile
        auto fault = find_fault(**document, version, report);
        if (!fault) return propagate(fault);
        ++report.documents;
        if (fault->empty()) continue;
        // Rows of a version that was retired while they were read may go at any time.
        const auto again = catalog_.find_document(scope, version.document_id);
        if (!again) return propagate(again);
        if (*again && (*again)->version == version.version)
            report.problems.push_back({std::move(**document), std::move(*fault)});
    }
    return report;
}

// In words what is wrong with the version, or nothing.
Result<std::string> Reconciler::find_fault(const Document& document, const catalog::LiveVersion& version,
                                           CollectionReport& report) {
    auto check = chunks_.check(version.version);
    // A version row that fails its own checksum.
    if (!check && check.error().kind == ErrorKind::kInternal) return check.error().message;
    if (!check) return propagate(check);
    report.pages += check->pages;
    report.chunks += check->chunks;
    if (!check->damage.empty())
        return check->damage.front() +
               (check->damage.size() > 1 ? " (the first of " + counted(check->damage.size(), "row") + ")" : "");
    if (check->chunks != version.chunks)
        return "it was committed with " + counted(version.chunks, "chunk") + ", " + std::to_string(check->chunks) +
               " are there";
    if (check->vectors != version.chunks)
        return "it was committed with " + counted(version.chunks, "vector") + ", " + std::to_string(check->vectors) +
               " are there";
    const bool is_whole = document.state == DocumentState::kIndexed || document.state == DocumentState::kNoText;
    if (is_whole && check->pages != document.pages)
        return "it was committed with " + counted(document.pages, "page") + ", " + std::to_string(check->pages) +
               " are there";
    if (!chunks::is_digest(version.chunk_digest, check->chunk_digest))
        return "its chunks and pages are not those that were committed";
    return std::string();
}

Result<void> Reconciler::clean(const ReconcileReport& report) {
    for (const CollectionReport& collection : report.collections)
        if (auto erased = ingestion::erase_leftovers(collection.scope, collection.leftovers, catalog_, chunks_);
            !erased)
            return erased;
    if (report.stray_rows == 0) return {};
    auto erased = chunks_.erase_stray_rows();
    if (!erased) return propagate(erased);
    return {};
}

std::vector<ingestion::SourceFile> Reconciler::sources(const CollectionReport& report) {
    std::vector<ingestion::SourceFile> files;
    for (const Problem& problem : report.problems)
        if (auto file = find_source(problem.document)) files.push_back(std::move(*file));
    return files;
}

}  // namespace genai::maintenance
