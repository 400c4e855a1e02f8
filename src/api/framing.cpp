// SPDX-License-Identifier: Apache-2.0
#include "api/framing.hpp"

#include <algorithm>

#include "api/authority.hpp"
#include "api/limits.hpp"
#include "base/trim.hpp"

namespace genai::api {
namespace {

// What the header lines say about where the message ends, and how often.
struct Framing {
    int content_lengths = 0;
    int transfer_encodings = 0;
    int hosts = 0;
    std::string_view transfer_encoding;
    std::string_view content_length;
};

std::optional<Response> refuse(std::string_view why) { return to_detail(400, why); }

// The line up to its CRLF, taken off `rest`; nothing when it ends in another way or holds a bare CR, LF or NUL.
std::optional<std::string_view> take_line(std::string_view& rest) {
    auto end = rest.find_first_of(std::string_view("\r\n\0", 3));
    if (end == rest.npos || rest.substr(end, 2) != "\r\n") return std::nullopt;
    auto line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    return line;
}

std::optional<Response> check_request_line(std::string_view line) {
    auto first = line.find(' ');
    auto last = line.rfind(' ');
    if (first == line.npos || first == last) return refuse("the request line is not METHOD TARGET VERSION");
    auto version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return to_detail(version.starts_with("HTTP/") ? 505 : 400, "the version is not HTTP/1.1");
    }
    auto target = line.substr(first + 1, last - first - 1);
    if (target.size() > kTargetBytesMax) return to_detail(414, "the URL is longer than 8 KiB");
    if (target.find_first_of(" \t") != target.npos) return refuse("the URL holds a space");
    return std::nullopt;
}

std::optional<Response> read_field(std::string_view line, Framing& framing) {
    if (line[0] == ' ' || line[0] == '\t') return refuse("a header is folded over two lines");
    auto colon = line.find(':');
    if (colon == line.npos || colon == 0) return refuse("a header has no name");
    auto name = line.substr(0, colon);
    if (name.find_first_of(" \t") != name.npos) return refuse("a header's name holds a space");
    auto value = trim(line.substr(colon + 1), " \t");
    if (is_same_ignoring_case(name, "content-length")) {
        ++framing.content_lengths;
        framing.content_length = value;
    } else if (is_same_ignoring_case(name, "transfer-encoding")) {
        ++framing.transfer_encodings;
        framing.transfer_encoding = value;
    } else if (is_same_ignoring_case(name, "host")) {
        ++framing.hosts;
        if (!host_of_authority(value)) return refuse("the Host header is not a host with or without a port");
    }
    return std::nullopt;
}

std::optional<Response> check_framing(const Framing& framing, bool is_http_11) {
    if (framing.hosts > 1 || (is_http_11 && framing.hosts == 0)) return refuse("exactly one Host header is needed");
    if (framing.content_lengths > 1) return refuse("more than one Content-Length");
    if (framing.transfer_encodings > 1) return refuse("more than one Transfer-Encoding");
    if (framing.content_lengths + framing.transfer_encodings > 1) {
        return refuse("both Content-Length and Transfer-Encoding");
    }
    if (framing.content_lengths == 1) {
        auto digits = framing.content_length;
        bool is_number = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
        if (!is_number) return refuse("Content-Length is not a number");
    }
    if (framing.transfer_encodings == 1) {
        if (!is_http_11) return refuse("Transfer-Encoding needs HTTP/1.1");
        if (!is_same_ignoring_case(framing.transfer_encoding, "chunked")) {
            return to_detail(501, "Transfer-Encoding other than chunked");
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Response> check_head(std::string_view head) {
    if (head.size() > kHeadBytesMax) return to_detail(431, "the headers are larger than 32 KiB");
    auto first = take_line(head);
    if (!first) return refuse("a line does not end in CR LF");
    if (auto refused = check_request_line(*first)) return refused;
    Framing framing;
    for (std::size_t count = 0;; ++count) {
        auto line = take_line(head);
        if (!line) return refuse("a line does not end in CR LF");
        if (line->empty()) break;
        if (count == kHeadersMax) return to_detail(431, "more than 100 headers");
        if (auto refused = read_field(*line, framing)) return refused;
    }
    return check_framing(framing, first->ends_with("1.1"));
}

}  // namespace genai::api
