// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "blobs/blob_store.hpp"
#include "jobs/job_queue.hpp"
#include "model/document.hpp"

namespace genai::api {

// A file that has arrived and is not kept yet.
struct UploadedFile {
    DocumentName name;
    std::unique_ptr<blobs::BlobWriter> bytes;
};

// The files of one request.
struct Upload {
    Scope scope;
    std::vector<UploadedFile> files;
    std::string password;  // for those that are encrypted; nowhere but in memory
};

// What became of one of them.
struct UploadedDocument {
    std::string id;
    DocumentName name;
    std::string job_id;  // empty: it is live already, there is nothing to do
};

// Uploads and the jobs that make documents of them, as the server sees them; part of Services, whose words on threads
// and limits hold here too. A job that does not exist is kNotFound or nothing.
class JobServices {
public:
    virtual ~JobServices() = default;

    // Whether an upload of so many bytes (0: not known) may begin: kNotFound for a collection that is none, kExhausted
    // while the disk or the memory is short.
    virtual Result<void> admit(const Scope& scope, std::uint64_t bytes) = 0;
    virtual Result<std::unique_ptr<blobs::BlobWriter>> begin_file() = 0;
    // Keeps the files and queues their jobs, both durable on return.
    virtual Result<std::vector<UploadedDocument>> take(Upload upload, const Limits& limits) = 0;

    virtual Result<jobs::JobPage> list(const jobs::JobFilter& filter, std::uint64_t offset, std::uint64_t limit) = 0;
    virtual Result<std::optional<jobs::Job>> find(const std::string& id) = 0;
    virtual Result<jobs::Job> cancel(const std::string& id) = 0;
    virtual Result<jobs::Job> retry(const std::string& id) = 0;
    // What of the filter can be tried again: failed, dead, and cancelled where the state says so; returns how many.
    virtual Result<std::uint64_t> retry_all(const jobs::JobFilter& filter) = 0;
};

}  // namespace genai::api
