// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "blobs/blob_store.hpp"
#include "catalog/catalog.hpp"
#include "jobs/job_queue.hpp"
#include "model/document.hpp"

namespace genai::maintenance {

// The kept uploads against the catalog.
struct BlobReport {
    std::uint64_t blobs = 0;
    std::uint64_t bytes = 0;
    std::vector<Document> missing;     // uploaded, and their bytes are not there: they answer, and cannot be read anew
    std::vector<std::string> damaged;  // what is in them is not what they are named by
    std::uint64_t unneeded = 0;        // to be removed by the server in time

    bool is_in_order() const { return missing.empty() && damaged.empty(); }
};

// Reads every blob. Beside a running server a document that is deleted meanwhile is not reported.
Result<BlobReport> check_blobs(blobs::BlobStore& blobs, catalog::Catalog& catalog, jobs::JobQueue& jobs,
                               const Limits& limits);

// Removes what is damaged, for uploading it again brings it back, and what nobody needs.
Result<void> repair_blobs(const BlobReport& report, blobs::BlobStore& blobs, catalog::Catalog& catalog,
                          jobs::JobQueue& jobs);

}  // namespace genai::maintenance
