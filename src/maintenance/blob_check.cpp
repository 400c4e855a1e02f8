// SPDX-License-Identifier: Apache-2.0
#include "maintenance/blob_check.hpp"

#include <algorithm>
#include <chrono>

#include "ingestion/blob_garbage.hpp"
#include "ingestion/names.hpp"
#include "platform/files.hpp"

namespace genai::maintenance {

namespace {

constexpr std::uint64_t kPage = 500;
// What came so lately may wait for its job to be written.
constexpr std::chrono::hours kFresh{1};

bool is_upload(const Document& document) {
    return std::any_of(document.names.begin(), document.names.end(),
                       [](const DocumentName& name) { return name.root == ingestion::kUploadRoot; });
}

Result<void> find_missing(const Scope& scope, blobs::BlobStore& blobs, catalog::Catalog& catalog, BlobReport& report) {
    for (std::uint64_t offset = 0;; offset += kPage) {
        auto page = catalog.documents(scope, offset, kPage);
        if (!page) return propagate(page);
        for (Document& document : page->documents) {
            if (!is_upload(document)) continue;
            auto blob = blobs.find(document.id);
            if (!blob) return propagate(blob);
            if (*blob) continue;
            const auto now = catalog.find_document(scope, document.id);
            if (!now) return propagate(now);
            if (*now) report.missing.push_back(std::move(document));
        }
        if (page->documents.size() < kPage) return {};
    }
}

}  // namespace

Result<BlobReport> check_blobs(blobs::BlobStore& blobs, catalog::Catalog& catalog, jobs::JobQueue& jobs,
                               const Limits& limits) {
    BlobReport report;
    auto all = blobs.list();
    if (!all) return propagate(all);
    for (const blobs::Blob& blob : *all) {
        if (auto going = limits.check("reconcile"); !going) return propagate(going);
        auto path = blobs.path(blob.id);
        if (!path) return propagate(path);
        const auto hash = platform::hash_file(*path);
        if (!hash && hash.error().kind == ErrorKind::kNotFound) continue;  // removed meanwhile
        ++report.blobs;
        report.bytes += blob.bytes;
        if (!hash || hash->sha256 != blob.id) report.damaged.push_back(blob.id);
    }
    auto scopes = catalog.scopes();
    if (!scopes) return propagate(scopes);
    for (const Scope& scope : *scopes)
        if (auto found = find_missing(scope, blobs, catalog, report); !found) return propagate(found);
    auto unneeded = ingestion::find_unneeded_blobs(blobs, catalog, jobs);
    if (!unneeded) return propagate(unneeded);
    report.unneeded = unneeded->size();
    return report;
}

Result<void> repair_blobs(const BlobReport& report, blobs::BlobStore& blobs, catalog::Catalog& catalog,
                          jobs::JobQueue& jobs) {
    const auto now = std::chrono::system_clock::now();
    for (const std::string& id : report.damaged)
        if (auto removed = blobs.remove_older(id, now); !removed) return propagate(removed);
    auto removed = ingestion::remove_unneeded_blobs(blobs, catalog, jobs, now - kFresh);
    if (!removed) return propagate(removed);
    return {};
}

}  // namespace genai::maintenance
