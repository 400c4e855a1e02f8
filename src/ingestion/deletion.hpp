// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "jobs/job_queue.hpp"

namespace genai::ingestion {

// Deletes what is live so that it stays deleted: jobs that would bring it back are called off, and those that run
// waited for, as long as whoever runs them is alive. Every call holds for each question that starts after its return;
// when `limits` end the wait, what was live is gone and the error says what may still come. Uses what it is given; safe
// to use from several threads and processes.
class Deletion {
public:
    Deletion(catalog::Catalog& catalog, jobs::JobQueue& queue) : catalog_(catalog), queue_(queue) {}

    // Under all its names; one that is only on its way counts. kNotFound when there is neither.
    Result<void> remove_document(const Scope& scope, const std::string& document_id, const Limits& limits);
    Result<catalog::Removal> remove_documents(const Scope& scope, const std::vector<std::string>& document_ids,
                                              const Limits& limits);
    // Sees to it that what the catalog has just removed does not come back.
    Result<void> keep_removed(const Scope& scope, const catalog::Removal& removal, const Limits& limits);
    // Errors as of Catalog::remove_collection().
    Result<catalog::Collection> remove_collection(const Scope& scope, const Limits& limits);

private:
    catalog::Catalog& catalog_;
    jobs::JobQueue& queue_;
};

}  // namespace genai::ingestion
