// SPDX-License-Identifier: Apache-2.0

// An image as the child sends it, behind an 'I'; an order to draw as the child is given it; and how far a reading had
// come, as a store kept it: what is believed keeps its promises, and is written as it was read.
#include "extraction/frame_drawing.hpp"
#include "extraction/reading.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

namespace {

void decode_as_image(std::string_view input) {
    const auto image = extraction::decode_image(input);
    if (!image) return;
    demand(image->width <= extraction::kImageSideMax && image->height <= extraction::kImageSideMax);
    demand(image->png.size() <= extraction::kImageBytesMax);
    demand(extraction::encode_image(*image) == input);
}

}  // namespace

void run(std::string_view input) {
    if (!input.empty() && input.front() == 'I') return decode_as_image(input.substr(1));
    if (const auto drawing = extraction::decode_drawing(input)) {
        demand(drawing->highlights.size() <= extraction::Drawing::kHighlightsMax);
        const auto again = extraction::decode_drawing(extraction::encode_drawing(*drawing));
        demand(again && again->width == drawing->width && again->dpi == drawing->dpi);
    }
    if (const auto reading = extraction::parse_reading(input)) {
        demand(reading->next_page - 1 <= reading->pages && reading->with_text <= reading->delivered);
        const auto text = extraction::format_reading(*reading);
        demand(text.empty() || extraction::parse_reading(text) == *reading);
    }
}

}  // namespace genai::fuzz
