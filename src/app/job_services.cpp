// SPDX-License-Identifier: Apache-2.0
#include "app/job_services.hpp"

#include <algorithm>
#include <utility>

#include "extraction/password_book.hpp"

namespace genai::app {

Result<void> ApplicationJobServices::admit(const Scope& scope, std::uint64_t bytes) {
    if (auto known = require_collection(application_.catalog(), scope); !known) return known;
    return application_.check_room(bytes);
}

Result<std::unique_ptr<blobs::BlobWriter>> ApplicationJobServices::begin_file() { return application_.blobs().begin(); }

// First all bytes, then all jobs: a disk that fills up on the way leaves no half of a request behind.
Result<std::vector<api::UploadedDocument>> ApplicationJobServices::take(api::Upload upload, const Limits& limits) {
    if (auto go_on = limits.check("keeping the upload"); !go_on) return propagate(go_on);
    if (!upload.password.empty()) {
        auto usable = extraction::PasswordBook::parse("*\t" + upload.password);
        if (!usable || upload.password.find_first_of("\r\n") != std::string::npos)
            return fail(ErrorKind::kInvalidInput, "the password is too long, or has a line end");
    }
    std::vector<api::UploadedDocument> taken;
    for (api::UploadedFile& file : upload.files) {
        auto blob = file.bytes->finish();
        if (!blob) return propagate(blob);
        taken.push_back({blob->id, std::move(file.name), {}});
    }
    for (api::UploadedDocument& document : taken) {
        auto unchanged = is_unchanged(upload.scope, document.name, document.id, !upload.password.empty());
        if (!unchanged) return propagate(unchanged);
        if (*unchanged) continue;
        auto job = application_.jobs().add({upload.scope, document.name, {}, document.id});
        if (!job) return propagate(job);
        document.job_id = job->id;
        worker_.give_password(job->id, upload.password);
    }
    worker_.wake();
    return taken;
}

// Whether the bytes are live under this name as they would be indexed now, and there is no hope for more.
Result<bool> ApplicationJobServices::is_unchanged(const Scope& scope, const DocumentName& name, const std::string& id,
                                                  bool has_password) {
    auto document = application_.catalog().find_document(scope, id);
    if (!document) return propagate(document);
    if (!*document) return false;
    const Document& live = **document;
    if (std::find(live.names.begin(), live.names.end(), name) == live.names.end()) return false;
    const bool may_fare_better = live.state == DocumentState::kTimedOut || live.state == DocumentState::kOutOfMemory ||
                                 live.state == DocumentState::kOverLimit ||
                                 (live.state == DocumentState::kEncrypted && has_password);
    if (may_fare_better) return false;
    auto ingestor = application_.ingestor(application_.extractor());
    if (!ingestor) return propagate(ingestor);
    return live.fingerprint == ingestor->fingerprint();
}

Result<jobs::JobPage> ApplicationJobServices::list(const jobs::JobFilter& filter, std::uint64_t offset,
                                                   std::uint64_t limit) {
    return application_.jobs().list(filter, offset, limit);
}

Result<std::optional<jobs::Job>> ApplicationJobServices::find(const std::string& id) {
    return application_.jobs().find(id);
}

Result<jobs::Job> ApplicationJobServices::cancel(const std::string& id) { return application_.jobs().cancel(id); }

Result<jobs::Job> ApplicationJobServices::retry(const std::string& id) {
    auto job = application_.jobs().retry(id);
    worker_.wake();
    return job;
}

Result<std::uint64_t> ApplicationJobServices::retry_all(const jobs::JobFilter& filter) {
    auto retried = jobs::retry_all(application_.jobs(), filter);
    worker_.wake();
    return retried;
}

}  // namespace genai::app
