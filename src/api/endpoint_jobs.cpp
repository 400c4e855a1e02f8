// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/document_request.hpp"
#include "api/endpoints.hpp"
#include "api/job_json.hpp"
#include "api/job_services.hpp"
#include "api/limits.hpp"
#include "api/validation.hpp"

namespace genai::api {
namespace {

constexpr std::size_t kUlidDigits = 26;

struct JobRequest {
    jobs::JobFilter filter;
    std::uint64_t offset = 0;
    std::uint64_t limit = 100;
};

// ?state=, ?collection=, ?offset=, ?limit=. Without a collection, jobs of all of them.
tl::expected<JobRequest, Response> parse_job_request(const Request& request) {
    auto common = parse_document_request(request);
    if (!common) return tl::unexpected(common.error());
    JobRequest parsed{{}, common->offset, common->limit};
    if (request.query.find("collection") != nullptr) parsed.filter.scope = common->scope;
    Validation validation;
    if (auto raw = validation.find_parameter(request.query, "state")) {
        if (auto text = validation.read_text({"query", "state"}, *raw, kEchoMax)) {
            parsed.filter.state = jobs::parse_job_state(*text);
            if (!parsed.filter.state)
                validation.add_unsupported({"query", "state"}, *raw,
                                           "a job is queued, running, waiting, done, partial, failed, cancelled or dead");
        }
    }
    if (validation.has_errors()) return tl::unexpected(validation.to_response());
    return parsed;
}

Response no_job() { return to_detail(404, "there is no job with this id"); }

bool is_job_id(const std::string& id) {
    return id.size() == kUlidDigits && std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
           });
}

Response to_response(const jobs::Job& job, int status = 200) {
    JsonWriter json;
    write_job(json, job, std::chrono::system_clock::now());
    return {.status = status, .body = json.take()};
}

tl::expected<jobs::Job, Response> find_job(const Exchange& exchange) {
    const std::string& id = exchange.path.at(0);
    if (!is_job_id(id)) return tl::unexpected(no_job());
    auto job = exchange.services.jobs().find(id);
    if (!job) return tl::unexpected(api::to_response(job.error()));
    if (!*job) return tl::unexpected(no_job());
    return std::move(**job);
}

}  // namespace

Response list_jobs(const Exchange& exchange) {
    auto request = parse_job_request(exchange.request);
    if (!request) return request.error();
    auto page = exchange.services.jobs().list(request->filter, request->offset, request->limit);
    if (!page) return api::to_response(page.error());
    JsonWriter json;
    json.begin_object().key("jobs").raw(to_job_list(page->jobs, std::chrono::system_clock::now()));
    json.member("total", page->total).member("offset", request->offset).member("limit", request->limit).end_object();
    return {.body = json.take()};
}

Response show_job(const Exchange& exchange) {
    auto job = find_job(exchange);
    return job ? to_response(*job) : std::move(job.error());
}

Response watch_job(const Exchange& exchange) {
    auto job = find_job(exchange);
    if (!job) return std::move(job.error());
    return {.body = {}, .content_type = "text/event-stream", .events_of_job = job->id};
}

Response cancel_job(const Exchange& exchange) {
    auto found = find_job(exchange);
    if (!found) return std::move(found.error());
    auto job = exchange.services.jobs().cancel(found->id);
    // One that runs ends when its owner has heard of it.
    return job ? to_response(*job, is_final(job->state) ? 200 : 202) : api::to_response(job.error());
}

Response retry_job(const Exchange& exchange) {
    auto found = find_job(exchange);
    if (!found) return std::move(found.error());
    auto job = exchange.services.jobs().retry(found->id);
    return job ? to_response(*job, 202) : api::to_response(job.error());
}

Response retry_jobs(const Exchange& exchange) {
    auto request = parse_job_request(exchange.request);
    if (!request) return request.error();
    auto retried = exchange.services.jobs().retry_all(request->filter);
    if (!retried) return api::to_response(retried.error());
    JsonWriter json;
    json.begin_object().member("retried", *retried).end_object();
    return {.status = 202, .body = json.take()};
}

}  // namespace genai::api
