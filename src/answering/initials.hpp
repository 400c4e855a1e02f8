// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace genai::answering {

// The abbreviations of capitals in a text, folded and without "&": "rd" of "R&D", "rwa" of "RWA".
std::vector<std::string> abbreviations_of(std::string_view text);

// Those of the abbreviations that words of the text spell with their initials ("Research and development": "rd"); small
// words count or do not.
std::vector<std::string> spelled_out(const std::vector<std::string>& abbreviations, std::string_view text);

}  // namespace genai::answering
