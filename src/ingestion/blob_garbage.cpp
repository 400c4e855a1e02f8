// SPDX-License-Identifier: Apache-2.0
#include "ingestion/blob_garbage.hpp"

#include <algorithm>

namespace genai::ingestion {

namespace {

constexpr std::uint64_t kJobsOfOneMax = 1000;

// What failed, was cancelled or given up can be tried again as long as it is remembered.
bool may_be_read(const jobs::Job& job) {
    return job.state != jobs::JobState::kDone && job.state != jobs::JobState::kPartial;
}

Result<bool> is_needed(const std::string& id, const std::vector<Scope>& scopes, catalog::Catalog& catalog,
                       jobs::JobQueue& jobs) {
    for (const Scope& scope : scopes) {
        auto document = catalog.find_document(scope, id);
        if (!document) return propagate(document);
        if (*document) return true;
    }
    auto page = jobs.list({{}, {}, id}, 0, kJobsOfOneMax);
    if (!page) return propagate(page);
    return std::any_of(page->jobs.begin(), page->jobs.end(), may_be_read);
}

}  // namespace

Result<std::vector<std::string>> find_unneeded_blobs(blobs::BlobStore& blobs, catalog::Catalog& catalog,
                                                     jobs::JobQueue& jobs) {
    auto all = blobs.list();
    if (!all) return propagate(all);
    auto scopes = catalog.scopes();
    if (!scopes) return propagate(scopes);
    std::vector<std::string> unneeded;
    for (const blobs::Blob& blob : *all) {
        auto needed = is_needed(blob.id, *scopes, catalog, jobs);
        if (!needed) return propagate(needed);
        if (!*needed) unneeded.push_back(blob.id);
    }
    return unneeded;
}

Result<std::size_t> remove_unneeded_blobs(blobs::BlobStore& blobs, catalog::Catalog& catalog, jobs::JobQueue& jobs,
                                          blobs::Time before) {
    auto unneeded = find_unneeded_blobs(blobs, catalog, jobs);
    if (!unneeded) return propagate(unneeded);
    std::size_t count = 0;
    for (const std::string& id : *unneeded) {
        auto removed = blobs.remove_older(id, before);
        if (!removed) return propagate(removed);
        if (*removed) ++count;
    }
    return count;
}

}  // namespace genai::ingestion
