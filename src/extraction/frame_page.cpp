// SPDX-License-Identifier: Apache-2.0
#include "extraction/frame_page.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/utf8.hpp"
#include "extraction/frame.hpp"

namespace genai::extraction {

namespace {

constexpr double kUnitsPerPoint = 100;
constexpr double kPointsMax = 1e7;  // beyond any page that PDFium opens; keeps sums far from overflow
constexpr std::int64_t kUnitsMax = static_cast<std::int64_t>(kPointsMax * kUnitsPerPoint);
constexpr std::size_t kBoxBytesMin = 1;
constexpr std::size_t kBlockBytes = 11;

std::int64_t to_units(float points) {
    if (!std::isfinite(points)) return 0;
    return std::llround(std::clamp<double>(points, -kPointsMax, kPointsMax) * kUnitsPerPoint);
}

float to_points(std::int64_t units) { return static_cast<float>(static_cast<double>(units) / kUnitsPerPoint); }

// A character's box follows the one before it on its line: the left edge is written against that box's right edge, the
// top and bottom against its top and bottom. An empty box (inserted white space) is a single zero; others begin with
// their width, which is at least one unit.
struct BoxState {
    std::int64_t right = 0;
    std::int64_t top = 0;
    std::int64_t bottom = 0;
};

void write_box(PayloadWriter& writer, const Box& box, BoxState& state) {
    const auto left = to_units(box.x0);
    if (box.x0 == box.x1) return writer.varint(0);
    const auto width = std::max<std::int64_t>(to_units(box.x1) - left, 1);
    const auto top = to_units(box.y0);
    const auto bottom = to_units(box.y1);
    writer.varint(static_cast<std::uint64_t>(width));
    writer.zigzag(left - state.right);
    writer.zigzag(top - state.top);
    writer.zigzag(bottom - state.bottom);
    state = {left + width, top, bottom};
}

// False when the box is not a possible one.
bool read_box(PayloadReader& reader, Box& box, BoxState& state) {
    const auto width = reader.varint();
    if (width == 0) {
        const auto x = to_points(state.right);
        box = {x, to_points(state.top), x, to_points(state.bottom)};
        return reader.is_good();
    }
    const auto step = reader.zigzag();
    const auto top = reader.zigzag();
    const auto bottom = reader.zigzag();
    const auto is_near = [](std::int64_t units) { return units >= -4 * kUnitsMax && units <= 4 * kUnitsMax; };
    if (!reader.is_good() || width > static_cast<std::uint64_t>(4 * kUnitsMax) || !is_near(step) || !is_near(top) ||
        !is_near(bottom))
        return false;
    const auto left = state.right + step;
    state = {left + static_cast<std::int64_t>(width), state.top + top, state.bottom + bottom};
    box = {to_points(left), to_points(state.top), to_points(state.right), to_points(state.bottom)};
    return is_near(left) && is_near(state.right) && is_near(state.top) && is_near(state.bottom) && box.y0 <= box.y1;
}

bool read_block(PayloadReader& reader, Block& block) {
    const auto kind = reader.u8();
    block.kind = static_cast<BlockKind>(kind);
    block.start = reader.u32();
    block.end = reader.u32();
    block.header_rows = reader.u16();
    return reader.is_good() && kind <= static_cast<std::uint8_t>(BlockKind::kTable);
}

tl::unexpected<Error> broken(const char* what) {
    return fail(ErrorKind::kInvalidInput, std::string("the reader sent a page whose ") + what);
}

bool is_line(std::string_view text) {
    return is_valid_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; });
}

bool has_good_blocks(const Page& page) {
    std::uint32_t position = 0;
    for (const auto& block : page.blocks) {
        if (block.start < position || block.end <= block.start || block.end > page.boxes.size()) return false;
        position = block.end;
        if (block.kind != BlockKind::kTable && block.header_rows != 0) return false;
    }
    return true;
}

}  // namespace

std::string encode_page(const Page& page) {
    PayloadWriter writer;
    writer.u32(static_cast<std::uint32_t>(page.number));
    writer.f32(page.width);
    writer.f32(page.height);
    writer.text(page.location);
    writer.text(page.text);
    writer.u32(static_cast<std::uint32_t>(page.blocks.size()));
    for (const auto& block : page.blocks) {
        writer.u8(static_cast<std::uint8_t>(block.kind));
        writer.u32(block.start);
        writer.u32(block.end);
        writer.u16(block.header_rows);
    }
    writer.u32(static_cast<std::uint32_t>(page.boxes.size()));
    BoxState state;
    for (const auto& box : page.boxes) write_box(writer, box, state);
    return writer.take();
}

Result<Page> decode_page(std::string_view payload) {
    PayloadReader reader(payload);
    Page page;
    page.number = static_cast<int>(std::min<std::uint32_t>(reader.u32(), std::numeric_limits<int>::max()));
    page.width = reader.f32();
    page.height = reader.f32();
    if (!std::isfinite(page.width) || !std::isfinite(page.height) || page.width < 0 || page.height < 0)
        return broken("size is no size");
    page.location = reader.text(kLocationBytesMax);
    if (!reader.is_good() || !is_line(page.location)) return broken("location is not one line of UTF-8");
    page.text = reader.text(kPageTextBytesMax);
    if (!reader.is_good() || !is_valid_utf8(page.text)) return broken("text is not UTF-8 or too long");

    const std::size_t blocks = reader.u32();
    if (blocks > reader.left() / kBlockBytes) return broken("blocks are cut off");
    page.blocks.resize(blocks);
    for (auto& block : page.blocks)
        if (!read_block(reader, block)) return broken("blocks are of no known kind");

    const std::size_t boxes = reader.u32();
    if (boxes > reader.left() / kBoxBytesMin) return broken("boxes are cut off");
    if (boxes != count_code_points(page.text)) return broken("boxes do not match its text");
    page.boxes.resize(boxes);
    BoxState state;
    for (auto& box : page.boxes)
        if (!read_box(reader, box, state)) return broken("boxes are not boxes");
    if (!reader.is_complete()) return broken("end is not where it should be");
    if (!has_good_blocks(page)) return broken("blocks are out of order or outside its text");
    return page;
}

}  // namespace genai::extraction
