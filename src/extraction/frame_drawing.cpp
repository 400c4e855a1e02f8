// SPDX-License-Identifier: Apache-2.0
#include "extraction/frame_drawing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "extraction/frame.hpp"
#include "extraction/frame_png.hpp"

namespace genai::extraction {

namespace {

constexpr double kUnitsPerPoint = 100;
constexpr double kPointsMax = 1e7;  // beyond any page that PDFium opens

long to_units(float points) {
    if (!std::isfinite(points)) return 0;
    return std::lround(std::clamp<double>(points, -kPointsMax, kPointsMax) * kUnitsPerPoint);
}

// Takes a number and the separator behind it, if there is one, off the text.
bool take_number(std::string_view& text, long& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return true;
    const bool is_separated = text.front() == ',';
    text.remove_prefix(1);
    return is_separated && !text.empty();
}

bool take_box(std::string_view& text, Box& box) {
    for (float* side : {&box.x0, &box.y0, &box.x1, &box.y1}) {
        long units = 0;
        if (text.empty() || !take_number(text, units)) return false;
        *side = static_cast<float>(static_cast<double>(units) / kUnitsPerPoint);
    }
    return true;
}

tl::unexpected<Error> broken(const std::string& what) {
    return fail(ErrorKind::kInvalidInput, "the reader sent an image " + what);
}

}  // namespace

std::string encode_drawing(const Drawing& drawing) {
    std::string text = std::to_string(drawing.width) + "," + std::to_string(drawing.dpi);
    const auto boxes = std::min(drawing.highlights.size(), Drawing::kHighlightsMax);
    for (std::size_t i = 0; i < boxes; ++i) {
        const Box& box = drawing.highlights[i];
        for (const float side : {box.x0, box.y0, box.x1, box.y1}) text += "," + std::to_string(to_units(side));
    }
    return text;
}

std::optional<Drawing> decode_drawing(std::string_view text) {
    long width = 0;
    long dpi = 0;
    if (!take_number(text, width) || !take_number(text, dpi)) return std::nullopt;
    const bool is_width = width == 0 || (width >= Drawing::kWidthMin && width <= Drawing::kWidthMax);
    if (!is_width || dpi < Drawing::kDpiMin || dpi > Drawing::kDpiMax) return std::nullopt;
    Drawing drawing{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(dpi), {}};
    while (!text.empty()) {
        Box box;
        if (drawing.highlights.size() == Drawing::kHighlightsMax || !take_box(text, box)) return std::nullopt;
        drawing.highlights.push_back(box);
    }
    return drawing;
}

std::string encode_image(const PageImage& image) {
    PayloadWriter writer;
    writer.u32(image.page);
    writer.u32(image.width);
    writer.u32(image.height);
    writer.text(image.png);
    return writer.take();
}

Result<PageImage> decode_image(std::string_view payload) {
    PayloadReader reader(payload);
    PageImage image;
    image.page = reader.u32();
    image.width = reader.u32();
    image.height = reader.u32();
    const auto png = reader.text(kImageBytesMax);
    if (!reader.is_complete()) return broken("that is cut off or too large");
    const bool is_size = image.width > 0 && image.height > 0 && image.width <= kImageSideMax &&
                         image.height <= kImageSideMax && std::uint64_t{image.width} * image.height <= kImagePixelsMax;
    if (!is_size) return broken("of a size that was not asked for");
    if (auto sound = check_png(png, image.width, image.height); !sound) return broken("that " + sound.error());
    image.png = png;
    return image;
}

}  // namespace genai::extraction
