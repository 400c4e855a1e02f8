// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "extraction/cage.hpp"
#include "extraction/frame.hpp"

namespace genai::extraction {

// The child's first frame: it is of our version, and caged. kUnavailable when it belongs to another version,
// kInvalidInput when the frame is something else.
Result<Cage> decode_hello(const std::filesystem::path& child, const Frame& frame);

// For a child that ended with kExitUnconfined: nothing is read on this machine until that is mended.
Error unconfined(const std::filesystem::path& child, const std::string& errors);

// The last line that the child wrote about itself, made fit to be shown.
std::string last_words(const std::string& errors);

}  // namespace genai::extraction
