// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "extraction/drawing.hpp"

namespace genai::extraction {

// The order as an argument of the child: numbers alone, boxes in hundredths of a point.
std::string encode_drawing(const Drawing& drawing);
std::optional<Drawing> decode_drawing(std::string_view text);

// The payload of FrameType::kImage. What is decoded is a PNG file (frame_png.hpp) of the size that it claims, within
// the limits above; anything else is kInvalidInput.
std::string encode_image(const PageImage& image);
Result<PageImage> decode_image(std::string_view payload);

}  // namespace genai::extraction
