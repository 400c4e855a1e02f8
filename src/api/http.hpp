// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/url.hpp"
#include "base/result.hpp"
#include "originals/original.hpp"

namespace genai::api {

class UploadReceiver;

struct Header {
    std::string name;
    std::string value;
};

// A request as endpoints see it: read whole, framing and sizes checked.
struct Request {
    std::string method;
    std::string path;       // as sent, still percent-encoded
    std::string raw_query;  // after the "?", as sent
    Parameters query;
    std::vector<Header> headers;
    std::string body;
    std::string id;                               // X-Request-ID, given or made
    std::string client;                           // the address that its connection is counted under
    std::optional<std::string> target_authority;  // "host:port" of a target in the absolute form
    std::shared_ptr<UploadReceiver> upload;       // what the body went to, where it is received piece by piece

    bool has_header(std::string_view name) const;

    // The first header with this name in any case; empty when there is none.
    std::string_view header(std::string_view name) const;
};

// Cache-Control of what a client may keep, if it asks each time whether it still holds.
inline constexpr const char* kRevalidate = "private, no-cache";

// A part of a file, sent from the disk in place of a body.
struct FilePart {
    // Shared by the response and the connection that sends it.
    std::shared_ptr<const originals::Original> file;
    std::uint64_t first = 0;
    std::uint64_t bytes = 0;
};

struct Response {
    int status = 200;
    std::string body;
    std::string content_type = "application/json";
    std::vector<Header> headers{};  // beside Content-Type, Content-Length, Date, X-Request-ID and Connection
    std::string events_of_job{};  // not empty: a stream of this job's events follows the head, without an end in sight
    std::string detail{};         // of an error, as text for the log; nothing that people wrote is in it
    std::string cache_control = "no-store";
    std::optional<FilePart> file{};  // then the body is empty

    std::uint64_t bytes() const { return file ? file->bytes : body.size(); }
};

bool is_same_ignoring_case(std::string_view a, std::string_view b);

// A request that nobody waits for any more; it is logged with this status and not sent (nginx's convention).
inline constexpr int kStatusClientGone = 499;

// {"detail": text}, the shape of every error.
Response to_detail(int status, std::string_view text);

// The one table of error kinds and statuses.
int to_status(ErrorKind kind);

// The answer to a request that failed. What is internal stays out of it.
Response to_response(const Error& error);

// "Not Found" for 404.
std::string_view reason_phrase(int status);

// The status line and headers of the response, ready to be sent before its body.
struct Envelope {
    bool is_kept = true;
    std::string_view date;  // of the Date header
    std::string_view request_id;
};
std::string to_head(const Response& response, const Envelope& envelope);

}  // namespace genai::api
