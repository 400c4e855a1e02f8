// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/page.hpp"

namespace genai::extraction {

// A page as the payload of a kPage frame. Boxes are rounded to 1/100 point and written as differences, about five
// bytes a character.
std::string encode_page(const Page& page);

// The page, if it keeps every promise of model/page.hpp: valid UTF-8, a box for each code point, blocks in order and
// inside the text, finite numbers. Whoever wrote it is not trusted; kInvalidInput names the promise that is broken.
Result<Page> decode_page(std::string_view payload);

}  // namespace genai::extraction
