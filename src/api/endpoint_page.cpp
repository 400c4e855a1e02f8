// SPDX-License-Identifier: Apache-2.0
#include "api/conditional.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"
#include "api/page_drawing.hpp"
#include "extraction/page_renderer.hpp"

namespace genai::api {

namespace {

// Why a document has no pages to be drawn; for those that were never opened.
Response no_pages(const Document& document) {
    const bool is_locked = document.state == DocumentState::kEncrypted;
    return to_detail(is_locked ? 409 : 422, "the document has no pages that could be read: " + document.reason);
}

}  // namespace

// A page as people see it, with passages marked on it.
Response show_page(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto target = find_page_target(exchange, request->scope);
    if (!target) return target.error();
    const Document& document = target->document;
    if (document.pages == 0) return no_pages(document);
    if (target->number > document.pages) {
        return to_detail(404, "the document has " + std::to_string(document.pages) + " pages");
    }
    auto drawing = parse_drawing(exchange, request->scope, *target);
    if (!drawing) return drawing.error();

    const std::string tag =
        "\"" + extraction::image_name(document.id, target->number, *drawing, exchange.services.drawing_fingerprint()) +
        "\"";
    if (has_current(exchange.request, tag)) return not_modified(tag);
    auto png = exchange.services.draw_page(document, target->number, *drawing, exchange.limits);
    if (!png) return to_response(png.error());
    Response response{.body = std::move(*png), .content_type = "image/png"};
    response.headers.push_back({"ETag", tag});
    response.cache_control = kRevalidate;
    return response;
}

}  // namespace genai::api
