// SPDX-License-Identifier: Apache-2.0
#include "api/job_json.hpp"

#include "api/document_json.hpp"

namespace genai::api {
namespace {

JsonWriter& text_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
    json.key(name);
    return text.empty() ? json.value(nullptr) : json.value(text);
}

}  // namespace

void write_job(JsonWriter& json, const jobs::Job& job, jobs::Time now) {
    const bool has_ended = is_final(job.state);
    const bool has_begun = job.attempts > 0;
    const jobs::JobProgress& done = job.progress;
    json.begin_object().member("id", job.id).member("state", to_string(job.state));
    text_or_null(json, "stage", job.state == jobs::JobState::kRunning ? done.stage : std::string());
    text_or_null(json, "document_id", job.document_id).member("document", job.name.path);
    json.member("collection", job.scope.collection).member("pages_done", done.pages_done);
    json.member("pages_total", done.pages_total > 0 ? std::optional(done.pages_total) : std::nullopt);
    json.member("chunks_done", done.chunks_done);
    // How many there will be shows when the last page has been read.
    json.member("chunks_total", has_ended ? std::optional(done.chunks_done) : std::nullopt);
    const auto left = job.left(now);
    json.member("left_ms", left ? std::optional(left->count()) : std::nullopt).member("attempts", job.attempts);
    text_or_null(json, "error", job.error).member("cancel_requested", job.is_cancel_requested);
    json.member("created_at", to_rfc3339(job.created));
    json.member("started_at", has_begun ? std::optional(to_rfc3339(job.started)) : std::nullopt);
    json.member("ended_at", has_ended ? std::optional(to_rfc3339(job.changed)) : std::nullopt).end_object();
}

std::string to_job_list(const std::vector<jobs::Job>& jobs, jobs::Time now) {
    JsonWriter json;
    json.begin_array();
    for (const jobs::Job& job : jobs) write_job(json, job, now);
    json.end_array();
    return json.take();
}

}  // namespace genai::api
