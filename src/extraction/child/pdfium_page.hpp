// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "extraction/child/glyph.hpp"
#include "extraction/child/pdfium_api.hpp"

namespace genai::extraction::child {

// The glyphs of an open document's page, counted from 1, in both frames of glyph.hpp. What lies outside the page is
// left out. kInvalidInput when PDFium cannot load the page, kTooLarge when it has too many characters.
Result<PageGlyphs> read_glyphs(pdfium::Document document, std::uint32_t number);

}  // namespace genai::extraction::child
