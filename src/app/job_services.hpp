// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/job_services.hpp"
#include "app/application.hpp"
#include "app/job_worker.hpp"

namespace genai::app {

// Uploads and jobs, out of the application. Both outlive it; the worker is told of what comes.
class ApplicationJobServices final : public api::JobServices {
public:
    ApplicationJobServices(Application& application, JobWorker& worker) : application_(application), worker_(worker) {}

    Result<void> admit(const Scope& scope, std::uint64_t bytes) override;
    Result<std::unique_ptr<blobs::BlobWriter>> begin_file() override;
    Result<std::vector<api::UploadedDocument>> take(api::Upload upload, const Limits& limits) override;
    Result<jobs::JobPage> list(const jobs::JobFilter& filter, std::uint64_t offset, std::uint64_t limit) override;
    Result<std::optional<jobs::Job>> find(const std::string& id) override;
    Result<jobs::Job> cancel(const std::string& id) override;
    Result<jobs::Job> retry(const std::string& id) override;
    Result<std::uint64_t> retry_all(const jobs::JobFilter& filter) override;

private:
    Result<bool> is_unchanged(const Scope& scope, const DocumentName& name, const std::string& id, bool has_password);

    Application& application_;
    JobWorker& worker_;
};

}  // namespace genai::app
