// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "extraction/child/pdfium_api.hpp"
#include "extraction/child/picture.hpp"

namespace genai::extraction::child {

// An open document's page, counted from 1, as a viewer shows it: its CropBox, turned by /Rotate, with annotations; the
// drawing's boxes are not marked yet. kInvalidInput when PDFium cannot load the page or it has no size.
Result<Picture> draw_page(pdfium::Document document, std::uint32_t number, const Drawing& drawing);

}  // namespace genai::extraction::child
