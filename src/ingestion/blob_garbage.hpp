// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "blobs/blob_store.hpp"
#include "catalog/catalog.hpp"
#include "jobs/job_queue.hpp"

namespace genai::ingestion {

// The blobs that nobody needs: no live document of any scope has these bytes, and no job may still read them. One that
// has only just come may be among them, for its job is written after it: remove_older() leaves it.
Result<std::vector<std::string>> find_unneeded_blobs(blobs::BlobStore& blobs, catalog::Catalog& catalog,
                                                     jobs::JobQueue& jobs);

// Removes those of them that came before `before`; returns how many. Right beside uploads and running jobs.
Result<std::size_t> remove_unneeded_blobs(blobs::BlobStore& blobs, catalog::Catalog& catalog, jobs::JobQueue& jobs,
                                          blobs::Time before);

}  // namespace genai::ingestion
