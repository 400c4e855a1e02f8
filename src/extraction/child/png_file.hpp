// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.hpp"
#include "extraction/child/picture.hpp"

namespace genai::extraction::child {

// The picture as a PNG file of 8 bits a channel: in grey, a third of the bytes, when it has no colours. For speed
// rather than for the last kilobyte. Throws std::bad_alloc when there is no memory for it.
Result<std::string> to_png(Picture picture);

}  // namespace genai::extraction::child
