// SPDX-License-Identifier: Apache-2.0
#include "api/http.hpp"

#include <algorithm>

#include "base/json_writer.hpp"

namespace genai::api {
namespace {

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool is_same_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return to_lower(x) == to_lower(y); });
}

std::string_view Request::header(std::string_view name) const {
    for (const Header& header : headers) {
        if (is_same_ignoring_case(header.name, name)) return header.value;
    }
    return {};
}

bool Request::has_header(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const Header& header) { return is_same_ignoring_case(header.name, name); });
}

Response to_detail(int status, std::string_view text) {
    JsonWriter json;
    json.begin_object().member("detail", text).end_object();
    return {.status = status, .body = json.take(), .detail = std::string(text)};
}

int to_status(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::kInvalidInput: return 422;
        case ErrorKind::kNotFound: return 404;
        case ErrorKind::kConflict: return 409;
        case ErrorKind::kUnauthorized: return 401;
        case ErrorKind::kForbidden: return 403;
        case ErrorKind::kTooLarge: return 413;
        case ErrorKind::kRateLimited: return 429;
        case ErrorKind::kOverloaded: return 503;
        case ErrorKind::kExhausted: return 507;
        case ErrorKind::kTimeout: return 504;
        case ErrorKind::kCancelled: return 503;
        case ErrorKind::kUnavailable: return 503;
        case ErrorKind::kInternal: return 500;
    }
    return 500;
}

Response to_response(const Error& error) {
    int status = to_status(error.kind);
    Response response = to_detail(status, status == 500 ? reason_phrase(500) : std::string_view(error.message));
    response.detail = error.message;
    if (status == 503 || status == 429) response.headers.push_back({"Retry-After", "1"});
    return response;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Entity";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
        default: return "Status";
    }
}

std::string to_head(const Response& response, const Envelope& envelope) {
    std::string head;
    head.reserve(384);
    auto add = [&head](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(value).append("\r\n");
    };
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_phrase(response.status)).append("\r\n");
    add("Date", envelope.date);
    if (response.status != 204 && response.status != 304) {
        if (response.bytes() > 0 || !response.events_of_job.empty()) add("Content-Type", response.content_type);
        // A stream ends with its connection.
        if (response.events_of_job.empty()) add("Content-Length", std::to_string(response.bytes()));
    }
    if (!envelope.request_id.empty()) add("X-Request-ID", envelope.request_id);
    add("Cache-Control", response.cache_control);
    add("X-Content-Type-Options", "nosniff");
    for (const Header& header : response.headers) add(header.name, header.value);
    if (!envelope.is_kept) add("Connection", "close");
    head += "\r\n";
    return head;
}

}  // namespace genai::api
