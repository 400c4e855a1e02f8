// SPDX-License-Identifier: Apache-2.0
#include "chunks/page_codec.hpp"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "base/utf8.hpp"
#include "chunks/byte_stream.hpp"

namespace genai::chunks {

namespace {

constexpr std::uint64_t kLayoutFormat = 2;
constexpr std::uint64_t kFormatWithoutLocation = 1;
// Four streams of at most five bytes a box, and the blocks.
constexpr std::size_t kLayoutBytesMax = 256 << 20;
// On filings level 6 takes 1.5 x the time of level 4 and saves 3 %.
constexpr int kCompressionLevel = 4;

struct GridBox {
    std::int64_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

std::int64_t to_grid(float value) {
    if (std::isnan(value)) return 0;
    return std::lround(std::clamp(value, -kCoordinateMax, kCoordinateMax) * kBoxUnitsPerPoint);
}

GridBox to_grid(const Box& box) { return {to_grid(box.x0), to_grid(box.y0), to_grid(box.x1), to_grid(box.y1)}; }

float from_grid(std::int64_t value) { return static_cast<float>(value) / kBoxUnitsPerPoint; }

bool is_on_grid(std::int64_t value) {
    constexpr auto kMost = static_cast<std::int64_t>(kCoordinateMax * kBoxUnitsPerPoint);
    return value >= -kMost && value <= kMost;
}

void write_boxes(const std::vector<Box>& boxes, ByteWriter& writer) {
    // The width's stream comes first: 0 stands for the box of inserted white space, which the other streams leave out.
    std::vector<GridBox> drawn;
    drawn.reserve(boxes.size());
    writer.number(boxes.size());
    for (const Box& box : boxes) {
        if (box == Box{}) {
            writer.number(0);
            continue;
        }
        drawn.push_back(to_grid(box));
        const std::int64_t width = drawn.back().x1 - drawn.back().x0;
        writer.number((static_cast<std::uint64_t>(width) << 1 ^ static_cast<std::uint64_t>(width >> 63)) + 1);
    }
    GridBox last;
    for (const GridBox& box : drawn) writer.signed_number(box.x0 - std::exchange(last.x1, box.x1));
    for (const GridBox& box : drawn) writer.signed_number(box.y0 - std::exchange(last.y0, box.y0));
    std::int64_t height = 0;
    for (const GridBox& box : drawn) writer.signed_number(box.y1 - box.y0 - std::exchange(height, box.y1 - box.y0));
}

// The next number of a stream of differences, added to `base`; nothing when the stream ends or leaves the grid.
std::optional<std::int64_t> next(ByteReader& reader, std::int64_t base) {
    const auto step = reader.signed_number();
    if (!step || *step > (1LL << 40) || *step < -(1LL << 40)) return std::nullopt;
    const std::int64_t value = base + *step;
    return is_on_grid(value) ? std::optional(value) : std::nullopt;
}

bool read_boxes(ByteReader& reader, std::size_t count, std::vector<Box>& boxes) {
    std::vector<std::int64_t> widths;  // of drawn boxes
    std::vector<std::size_t> places;   // where they stand
    for (std::size_t i = 0; i < count; ++i) {
        const auto folded = reader.number();
        if (!folded || *folded > (1ULL << 40)) return false;
        if (*folded == 0) continue;
        const std::uint64_t width = *folded - 1;
        widths.push_back(static_cast<std::int64_t>(width >> 1 ^ (~(width & 1) + 1)));
        places.push_back(i);
    }
    std::vector<GridBox> drawn(widths.size());
    GridBox last;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const auto x0 = next(reader, last.x1);
        if (!x0 || !is_on_grid(*x0 + widths[i])) return false;
        drawn[i].x0 = *x0;
        last.x1 = drawn[i].x1 = *x0 + widths[i];
    }
    for (GridBox& box : drawn) {
        const auto y0 = next(reader, last.y0);
        if (!y0) return false;
        last.y0 = box.y0 = *y0;
    }
    std::int64_t height = 0;
    for (GridBox& box : drawn) {
        const auto step = reader.signed_number();
        if (!step || *step > (1LL << 40) || *step < -(1LL << 40)) return false;
        height += *step;
        box.y1 = box.y0 + height;
        if (!is_on_grid(box.y1)) return false;
    }
    boxes.assign(count, Box{});
    for (std::size_t i = 0; i < drawn.size(); ++i)
        boxes[places[i]] = {from_grid(drawn[i].x0), from_grid(drawn[i].y0), from_grid(drawn[i].x1),
                            from_grid(drawn[i].y1)};
    return true;
}

void write_blocks(const std::vector<Block>& blocks, ByteWriter& writer) {
    writer.number(blocks.size());
    for (const Block& block : blocks) {
        writer.number(static_cast<std::uint64_t>(block.kind));
        writer.number(block.start);
        writer.number(block.end);
        writer.number(block.header_rows);
    }
}

bool read_blocks(ByteReader& reader, std::size_t code_points, std::vector<Block>& blocks) {
    const auto count = reader.number();
    if (!count || *count > reader.left()) return false;
    blocks.clear();
    blocks.reserve(*count);
    for (std::uint64_t i = 0; i < *count; ++i) {
        const auto kind = reader.number(), start = reader.number(), end = reader.number(), rows = reader.number();
        if (!kind || !start || !end || !rows) return false;
        if (*kind > static_cast<std::uint64_t>(BlockKind::kTable) || *start > *end || *end > code_points ||
            *rows > std::numeric_limits<std::uint16_t>::max())
            return false;
        blocks.push_back({static_cast<BlockKind>(*kind), static_cast<std::uint32_t>(*start),
                          static_cast<std::uint32_t>(*end), static_cast<std::uint16_t>(*rows)});
    }
    return true;
}

bool read_location(ByteReader& reader, std::string& location) {
    const auto bytes = reader.number();
    if (!bytes || *bytes > kLocationBytesMax) return false;
    const auto text = reader.bytes(*bytes);
    if (!text || !is_valid_utf8(*text)) return false;
    location = *text;
    return true;
}

bool read_layout(ByteReader& reader, std::size_t code_points, Page& page) {
    const auto format = reader.number();
    if (format != kLayoutFormat && format != kFormatWithoutLocation) return false;
    page.location.clear();
    if (format == kLayoutFormat && !read_location(reader, page.location)) return false;
    const auto width = reader.real(), height = reader.real();
    if (!width || !height) return false;
    page.width = *width;
    page.height = *height;
    if (!read_blocks(reader, code_points, page.blocks)) return false;
    const auto boxes = reader.number();
    if (!boxes || (*boxes != 0 && *boxes != code_points)) return false;
    return read_boxes(reader, *boxes, page.boxes) && reader.left() == 0;
}

}  // namespace

std::string pack(std::string_view bytes) {
    ByteWriter size;
    size.number(bytes.size());
    std::string packed = size.take();
    const std::size_t head = packed.size();
    uLongf length = compressBound(bytes.size());
    packed.resize(head + length);
    const int code = compress2(reinterpret_cast<Bytef*>(packed.data() + head), &length,
                               reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), kCompressionLevel);
    ensure(code == Z_OK, "zlib compresses into a buffer of its own bound");
    packed.resize(head + length);
    return packed;
}

Result<std::string> unpack(std::string_view packed, std::size_t size_max) {
    ByteReader head(packed);
    const auto size = head.number();
    if (!size || *size > size_max) return fail(ErrorKind::kInternal, "a packed value has an impossible length");
    // zlib packs at most some 1,030 to 1: a short value cannot claim much memory.
    if (*size / 1100 > head.left()) return fail(ErrorKind::kInternal, "a packed value has an impossible length");
    std::string bytes(*size, '\0');
    uLongf length = bytes.size();
    const std::string_view stream = packed.substr(packed.size() - head.left());
    const int code = uncompress(reinterpret_cast<Bytef*>(bytes.data()), &length,
                                reinterpret_cast<const Bytef*>(stream.data()), stream.size());
    if (code != Z_OK || length != bytes.size()) return fail(ErrorKind::kInternal, "a packed value is damaged");
    return bytes;
}

std::string encode_layout(const Page& page) {
    ByteWriter writer;
    writer.number(kLayoutFormat);
    writer.number(page.location.size());
    writer.bytes(page.location);
    writer.real(page.width);
    writer.real(page.height);
    write_blocks(page.blocks, writer);
    write_boxes(page.boxes, writer);
    return pack(writer.take());
}

Result<void> decode_layout(std::string_view packed, std::size_t code_points, Page& page) {
    auto bytes = unpack(packed, kLayoutBytesMax);
    if (!bytes) return propagate(bytes);
    ByteReader reader(*bytes);
    if (!read_layout(reader, code_points, page)) return fail(ErrorKind::kInternal, "a page's layout is damaged");
    return {};
}

}  // namespace genai::chunks
