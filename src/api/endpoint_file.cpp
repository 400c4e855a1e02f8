// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "api/conditional.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"

namespace genai::api {

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
    Response response{.body = {}, .content_type = "application/pdf"};
    response.headers = {{"ETag", tag},
                        {"Accept-Ranges", "bytes"},
                        {"Content-Disposition", to_inline_disposition(name.substr(name.rfind('/') + 1))}};
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
