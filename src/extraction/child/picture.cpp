// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace genai::extraction::child {

namespace {

constexpr double kPointsPerInch = 72;
constexpr std::uint8_t kWhite = 0xFF;
// What is left of each channel under the marker: blue, green, red.
constexpr std::array<std::uint32_t, Picture::kPixelBytes> kMarker{112, 226, 255};

std::uint32_t to_pixels(double length) { return static_cast<std::uint32_t>(std::max(1.0, std::round(length))); }

// [first, last) in pixels.
struct Span {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

// The pixels that a box touches along one axis; none when it lies outside or is no box.
Span touched(float from, float to, float scale, std::uint32_t length) {
    const double first = std::floor(static_cast<double>(from) * scale);
    const double last = std::ceil(static_cast<double>(to) * scale);
    if (!(from < to) || !(last > 0) || !(first < length)) return {};
    return {static_cast<std::uint32_t>(std::max(first, 0.0)),
            static_cast<std::uint32_t>(std::min<double>(last, length))};
}

void mark(std::uint8_t* row, Span columns) {
    constexpr std::uint32_t kFull = 255;
    for (auto* pixel = row + columns.first * Picture::kPixelBytes; pixel != row + columns.last * Picture::kPixelBytes;
         pixel += Picture::kPixelBytes)
        for (std::size_t channel = 0; channel < Picture::kPixelBytes; ++channel)
            pixel[channel] = static_cast<std::uint8_t>(pixel[channel] * kMarker[channel] / kFull);
}

}  // namespace

Picture make_picture(float page_width, float page_height, const Drawing& drawing) {
    Picture picture;
    if (!(page_width > 0) || !(page_height > 0) || !std::isfinite(page_width) || !std::isfinite(page_height))
        return picture;
    const double width = page_width;
    const double height = page_height;
    const double wanted = drawing.width > 0 ? drawing.width / width : drawing.dpi / kPointsPerInch;
    const double scale = std::min({wanted, kImageSideMax / width, kImageSideMax / height,
                                   std::sqrt(static_cast<double>(kImagePixelsMax) / width / height)});
    picture.width = to_pixels(width * scale);
    picture.height = to_pixels(height * scale);
    // Rounding up can go a row beyond what is allowed.
    if (std::uint64_t{picture.width} * picture.height > kImagePixelsMax)
        picture.height = static_cast<std::uint32_t>(kImagePixelsMax / picture.width);
    picture.scale_x = static_cast<float>(picture.width / width);
    picture.scale_y = static_cast<float>(picture.height / height);
    picture.pixels.assign(picture.row_bytes() * picture.height, kWhite);
    return picture;
}

void highlight(Picture& picture, const std::vector<Box>& boxes) {
    std::vector<std::pair<Span, Span>> marks;  // rows, columns; by their columns' beginning
    for (const Box& box : boxes) {
        const Span rows = touched(box.y0, box.y1, picture.scale_y, picture.height);
        const Span columns = touched(box.x0, box.x1, picture.scale_x, picture.width);
        if (rows.first < rows.last && columns.first < columns.last) marks.emplace_back(rows, columns);
    }
    std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.second.first < b.second.first; });
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        std::uint32_t done = 0;  // columns of this row that were looked at
        for (const auto& [rows, columns] : marks) {
            if (y < rows.first || y >= rows.last || columns.last <= done) continue;
            mark(picture.pixels.data() + y * picture.row_bytes(), {std::max(columns.first, done), columns.last});
            done = columns.last;
        }
    }
}

}  // namespace genai::extraction::child
