// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "evaluation/measures.hpp"

namespace genai::evaluation {

// A question and what is known of its answer; every list may be empty.
struct LabelledQuestion {
    std::string id{};
    std::string question{};
    std::vector<std::string> docs{};     // documents that answer: path, file name or stem
    std::vector<std::uint32_t> pages{};  // pages that answer, from 1, in any of `docs` (in any document without docs)
    std::string answer{};
    std::vector<TextRange> refs{};  // characters that answer; page 0: on any page
    bool is_unanswerable = false;   // docs and pages were given, and are empty
};

// Reads lines of JSON objects; empty lines are passed over. kInvalidInput names the line and what is wrong with it.
Result<std::vector<LabelledQuestion>> parse_questions(std::string_view text);

}  // namespace genai::evaluation
