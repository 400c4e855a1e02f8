// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "api/conditional.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"
#include "extraction/format_detection.hpp"

namespace genai::api {

namespace {

// By the file's own beginning; a file that says nothing is sent as bytes, so that nothing is made of it.
std::string to_content_type(const originals::Original& original, const std::string& name) {
    std::array<char, extraction::kFormatHeadBytes> buffer{};
    const std::span<char> head(buffer.data(), std::min<std::uint64_t>(original.bytes(), buffer.size()));
    if (!original.read(0, head)) return "application/octet-stream";
    const auto format = extraction::detect_format({head.data(), head.size()}, name);
    return format ? std::string(content_type(*format)) : "application/octet-stream";
}

// A web page would run its scripts in our name.
bool is_shown_in_place(const std::string& content_type) { return content_type == "application/pdf"; }

}  // namespace

// The document's own bytes, whole or a part. Its id names them, so it is the entity tag too.
Response send_file(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto document = find_document(exchange, request->scope);
    if (!document) return document.error();
    const std::string tag = "\"" + document->id + "\"";
    if (has_current(exchange.request, tag)) return not_modified(tag);
    auto original = exchange.services.open_original(*document, exchange.limits);
    if (!original) return to_response(original.error());

    const std::uint64_t size = original->bytes();
    const ByteRange range = parse_range(exchange.request, size, tag);
    if (range.kind == ByteRange::Kind::kUnsatisfiable) {
        Response refusal = to_detail(416, "the file has " + std::to_string(size) + " bytes");
        refusal.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
        return refusal;
    }
    const std::string& name = document->display_name();
    Response response{.body = {}, .content_type = to_content_type(*original, name)};
    const auto disposition = is_shown_in_place(response.content_type) ? Disposition::kInline : Disposition::kAttachment;
    response.headers = {{"ETag", tag},
                        {"Accept-Ranges", "bytes"},
                        {"Content-Disposition", to_disposition(disposition, name.substr(name.rfind('/') + 1))}};
    response.cache_control = kRevalidate;
    response.file = FilePart{std::make_shared<const originals::Original>(std::move(*original)), 0, size};
    if (range.kind == ByteRange::Kind::kPart) {
        response.status = 206;
        response.file->first = range.first;
        response.file->bytes = range.bytes;
        response.headers.push_back({"Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                                         std::to_string(range.first + range.bytes - 1) + "/" +
                                                         std::to_string(size)});
    }
    return response;
}

}  // namespace genai::api
