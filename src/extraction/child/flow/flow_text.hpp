// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace genai::extraction::child {

// Text of a file made fit for a page: malformed UTF-8 becomes U+FFFD; control, zero-width and direction characters and
// soft hyphens go; every kind of white space becomes one of ours.

// On one line, with single spaces and none at the ends.
std::string to_line(std::string_view text);
// With its line breaks, no white space before them, and none at the ends. Spaces within a line stay.
std::string to_lines(std::string_view text);

// At most so many bytes of the text, whole characters.
std::string_view cut_text(std::string_view text, std::size_t bytes_max);

}  // namespace genai::extraction::child
