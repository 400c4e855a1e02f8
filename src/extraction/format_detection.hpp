// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "model/format.hpp"

namespace genai::extraction {

// How much of a file's beginning tells its format: readers look for "%PDF-" so far into it.
inline constexpr std::size_t kFormatHeadBytes = 1024;

// What a file is, by its first bytes, and by its name where these leave it open: whether a text is Markdown, and which
// of the Office formats a ZIP archive is (its list of contents, read in the cage, has the last word). Or the reason,
// for people, why it is no file that we read.
tl::expected<Format, std::string> detect_format(std::string_view head, std::string_view file_name);

}  // namespace genai::extraction
