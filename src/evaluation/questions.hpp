// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "evaluation/measures.hpp"

namespace genai::evaluation {

// A page that answers, from 1.
struct RightPage {
    std::string document{};  // as in `docs`; empty: of any of them, of any document without docs
    std::uint32_t page = 0;

    bool operator==(const RightPage&) const = default;
};

// A question and what is known of its answer; every list may be empty.
struct LabelledQuestion {
    std::string id{};
    std::string question{};
    std::vector<std::string> docs{};  // documents that answer: path, file name or stem
    std::vector<RightPage> pages{};
    std::string answer{};
    std::string kind{};             // "table", "text", ...: measures are given for each kind by itself
    std::vector<TextRange> refs{};  // characters that answer; page 0: on any page
    bool is_unanswerable = false;   // docs and pages were given, and are empty
};

// Reads lines of JSON objects; empty lines are passed over. "pages" is a list of numbers, or an object with such a list
// for each document ({"a.pdf": [3]}), whose names are the docs of a line without "docs". kInvalidInput names the line
// and what is wrong with it.
Result<std::vector<LabelledQuestion>> parse_questions(std::string_view text);

}  // namespace genai::evaluation
