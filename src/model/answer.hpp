// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/filter.hpp"
#include "model/page.hpp"
#include "model/passage.hpp"
#include "model/scope.hpp"

namespace genai {

struct Question {
    std::string text;
    std::vector<Scope> scopes{Scope{}};  // of one tenant, each once, at most kCollectionsMax
    std::size_t top_k = 5;
    enum class Want { kAnswer, kSourcesOnly } want = Want::kAnswer;
    std::optional<Filter> filter{};  // which documents may be found; without one, all
    // How the collections were named, for the answer names them in the same way.
    enum class Naming { kOne, kList } naming = Naming::kOne;
};

// Where a statement of the answer stands: `quote` is exactly the code points [start, end) of the page's text.
struct Citation {
    int marker = 0;  // the n of [n]
    std::string document_id;
    std::string document_name;
    std::string collection;
    std::uint32_t page = 0;
    std::string location = {};  // what the page is called (model/page.hpp); may be empty
    std::string chunk_id;
    std::string quote;
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::vector<Box> boxes;  // one for each line that the quote touches
    bool verified = false;   // the quote was compared with the stored page
};

// A table's cell that the answer names.
struct CitedFigure {
    std::string row;     // its label with those that it stands under, "Operating expenses: Research and development"
    std::string column;  // "Three Months Ended June 25, 2022"
    std::string period_end;  // "2022-06-25", "2022-06" or "2022"; empty: not known
    int months = 0;          // of the period; 0: a day, or not known
    std::string unit;        // "In millions", as the table has it; empty: nothing is said
    std::string value;       // as it stands: exactly the code points [start, end) of the cited page's text
    int citation = 0;        // the marker of its row's citation
    std::uint32_t start = 0;
    std::uint32_t end = 0;
};

// A part that was left out of an answer, and why.
struct Degradation {
    std::string what;
    std::string why;
};

struct Timings {
    double embed_ms = 0;
    double search_ms = 0;
    double generate_ms = 0;
    double total_ms = 0;
};

// The answer to a question: text with markers [1], what they cite, and the passages that it was drawn from.
struct Answer {
    std::string text;
    bool is_found = false;  // false: "not found in these documents"
    std::vector<Citation> citations;
    std::vector<CitedFigure> figures;  // the best one first
    std::vector<Passage> sources;
    std::optional<std::size_t> documents_allowed;  // how many the filter let pass; nothing without a filter
    std::string model;                             // what wrote the text: "extractive", or a model's name
    std::vector<Degradation> degraded;
    Timings timings;
};

}  // namespace genai
