// SPDX-License-Identifier: Apache-2.0
#include "api/page_drawing.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "answering/statement.hpp"
#include "api/limits.hpp"
#include "api/validation.hpp"

namespace genai::api {

namespace {

using extraction::Drawing;

// Code points [start, end) of the page's text.
struct TextRange {
    std::uint32_t start = 0;
    std::uint32_t end = 0;
};

struct DrawingRequest {
    Drawing drawing;
    std::vector<std::string_view> chunks;
    std::optional<TextRange> range;
};

std::optional<std::int64_t> read_number(Validation& validation, const Parameters& query, std::string_view name,
                                        std::int64_t least, std::int64_t most) {
    auto raw = validation.find_parameter(query, name);
    if (!raw) return std::nullopt;
    return validation.read_integer({"query", name}, *raw, least, most);
}

void read_range(Validation& validation, const Parameters& query, DrawingRequest& request) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
    if (query.find("start") == nullptr && query.find("end") == nullptr) return;
    for (const char* name : {"start", "end"})
        if (query.find(name) == nullptr) validation.add_missing({"query", name}, "null");
    const auto start = read_number(validation, query, "start", 0, kMost);
    if (!start) return;
    if (const auto end = read_number(validation, query, "end", *start, kMost))
        request.range = {static_cast<std::uint32_t>(*start), static_cast<std::uint32_t>(*end)};
}

tl::expected<DrawingRequest, Response> parse(const Parameters& query) {
    Validation validation;
    DrawingRequest request;
    const auto width = read_number(validation, query, "width", Drawing::kWidthMin, Drawing::kWidthMax);
    const auto dpi = read_number(validation, query, "dpi", Drawing::kDpiMin, Drawing::kDpiMax);
    if (width && dpi)
        validation.add_unsupported({"query", "dpi"}, to_raw_value(*query.find("dpi")), "give width or dpi, not both");
    if (width) request.drawing.width = static_cast<std::uint32_t>(*width);
    if (dpi) request.drawing.dpi = static_cast<std::uint32_t>(*dpi);
    request.chunks = query.find_all("highlight");
    if (request.chunks.size() > kHighlightsMax) {
        validation.add_unsupported({"query", "highlight"}, to_raw_value(std::string(request.chunks.back())),
                                   "at most " + std::to_string(kHighlightsMax) + " chunks can be marked");
    }
    read_range(validation, query, request);
    if (validation.has_errors()) return tl::unexpected(validation.to_response());
    return request;
}

// Adds the chunks' characters; the id of the first that is not on the page comes back.
std::optional<std::string_view> add_chunks(const std::vector<Chunk>& chunks, const std::vector<std::string_view>& ids,
                                           std::vector<TextRange>& ranges) {
    for (const auto id : ids) {
        const auto found =
            std::find_if(chunks.begin(), chunks.end(), [&](const Chunk& chunk) { return chunk.id == id; });
        if (found == chunks.end()) return id;
        ranges.push_back({found->start, found->end});
    }
    return std::nullopt;
}

}  // namespace

tl::expected<Drawing, Response> parse_drawing(const Exchange& exchange, const Scope& scope, const PageTarget& target) {
    auto request = parse(exchange.request.query);
    if (!request) return tl::unexpected(std::move(request.error()));
    std::vector<TextRange> ranges;
    if (request->range) ranges.push_back(*request->range);
    if (!request->chunks.empty()) {
        auto chunks = exchange.services.chunks_of_page(target.document, target.number);
        if (!chunks) return tl::unexpected(to_response(chunks.error()));
        if (const auto missing = add_chunks(*chunks, request->chunks, ranges)) {
            return tl::unexpected(to_detail(404, "no chunk " + std::string(missing->substr(0, kEchoMax)) + " on page " +
                                                     std::to_string(target.number) + " of this document"));
        }
    }
    if (ranges.empty()) return request->drawing;
    auto page = exchange.services.find_page(scope, target.document.id, target.number);
    if (!page) return tl::unexpected(to_response(page.error()));
    if (!*page) return tl::unexpected(to_detail(404, "there is no text to mark on this page"));
    for (const auto& range : ranges) {
        const auto boxes = answering::line_boxes(**page, range.start, range.end);
        auto& marked = request->drawing.highlights;
        marked.insert(marked.end(), boxes.begin(), boxes.end());
    }
    return request->drawing;
}

}  // namespace genai::api
