// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "extraction/extractor.hpp"
#include "extraction/password_book.hpp"
#include "extraction/settings.hpp"

namespace genai::extraction {

// The extractor for all kinds of files that we read: PDFs so far. `child` is the program genai-extract
// (platform/installation.hpp); kUnavailable when it is missing or cannot be run. `passwords` are tried on encrypted
// files.
Result<std::unique_ptr<Extractor>> make_extractor(const Settings& settings, const std::filesystem::path& child,
                                                  PasswordBook passwords = {});

}  // namespace genai::extraction
