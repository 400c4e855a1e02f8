// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <algorithm>
#include <optional>

#include "api/endpoints.hpp"

namespace genai::api {
namespace {

// The first segment of a path that begins with a slash, taken off it: "/a/b" gives "a" and leaves "/b".
std::string_view take_segment(std::string_view& path) {
    auto end = std::min(path.find('/', 1), path.size());
    auto segment = path.substr(1, end - 1);
    path.remove_prefix(end);
    return segment;
}

// The values of the pattern's {} when the path fits it.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
    std::vector<std::string> values;
    while (!pattern.empty() && !path.empty()) {
        auto expected = take_segment(pattern);
        auto segment = take_segment(path);
        if (expected.starts_with('{')) {
            if (segment.empty()) return std::nullopt;
            values.push_back(percent_decode(segment, Plus::kIsPlus));
        } else if (segment != expected && percent_decode(segment, Plus::kIsPlus) != expected) {
            return std::nullopt;
        }
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return values;
}

bool is_any_match(std::span<const Route> routes, std::string_view path) {
    return std::any_of(routes.begin(), routes.end(),
                       [&](const Route& route) { return match(route.pattern, path).has_value(); });
}

// The path with its last slash added or taken off, when that one is a route's. It begins with a single slash, for all
// routes do, so that the redirect cannot lead to another host.
std::optional<std::string> other_spelling(std::span<const Route> routes, const std::string& path) {
    if (path.size() < 2) return std::nullopt;
    std::string other = path.ends_with('/') ? path.substr(0, path.size() - 1) : path + "/";
    if (!is_any_match(routes, other)) return std::nullopt;
    return other;
}

}  // namespace

std::span<const Route> routes() {
    static constexpr Route kRoutes[] = {
        {"POST", "/query", Runs::kQueryPool, answer_query},
        {"GET", "/documents", Runs::kDocumentPool, list_documents},
        {"POST", "/documents", Runs::kUploadPool, upload_documents},
        {"GET", "/documents/{id}", Runs::kDocumentPool, show_document},
        {"DELETE", "/documents/{id}", Runs::kDocumentPool, delete_document},
        {"GET", "/documents/{id}/file", Runs::kDocumentPool, send_file},
        {"GET", "/documents/{id}/pages/{n}", Runs::kDocumentPool, show_page},
        {"GET", "/documents/{id}/pages/{n}/text", Runs::kDocumentPool, show_page_text},
        {"GET", "/documents/{id}/chunks", Runs::kDocumentPool, list_chunks},
        {"GET", "/jobs", Runs::kDocumentPool, list_jobs},
        {"POST", "/jobs/retry", Runs::kDocumentPool, retry_jobs},
        {"GET", "/jobs/{id}", Runs::kDocumentPool, show_job},
        {"GET", "/jobs/{id}/events", Runs::kDocumentPool, watch_job},
        {"POST", "/jobs/{id}/cancel", Runs::kDocumentPool, cancel_job},
        {"POST", "/jobs/{id}/retry", Runs::kDocumentPool, retry_job},
        {"GET", "/livez", Runs::kOnTheSpot, show_liveness},
        {"GET", "/readyz", Runs::kOnTheSpot, show_readiness},
        {"GET", "/health", Runs::kOnTheSpot, show_readiness},
        {"GET", "/healthz", Runs::kOnTheSpot, show_readiness},
        {"GET", "/metrics", Runs::kOnTheSpot, show_metrics},
    };
    return kRoutes;
}

Match find_route(std::span<const Route> routes, const Request& request) {
    std::string_view method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
    std::string allowed;
    for (const Route& route : routes) {
        auto values = match(route.pattern, request.path);
        if (!values) continue;
        if (route.method == method) return {&route, std::move(*values), {}};
        allowed.append(allowed.empty() ? "" : ", ").append(route.method);
    }
    Match none;
    if (!allowed.empty()) {
        none.refusal = to_detail(405, "Method Not Allowed");
        none.refusal.headers.push_back({"Allow", allowed});
    } else if (auto other = other_spelling(routes, request.path)) {
        none.refusal = {.status = 307, .body = {}};
        if (!request.raw_query.empty()) *other += "?" + request.raw_query;
        none.refusal.headers.push_back({"Location", *other});
    } else {
        none.refusal = to_detail(404, "Not Found");
    }
    return none;
}

}  // namespace genai::api
