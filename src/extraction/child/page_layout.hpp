// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "extraction/child/glyph.hpp"
#include "model/page.hpp"

namespace genai::extraction::child {

// The page's text in reading order with its blocks, from the positions of its glyphs alone.
Page lay_out(const PageGlyphs& glyphs);

}  // namespace genai::extraction::child
