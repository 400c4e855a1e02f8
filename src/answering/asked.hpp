// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "answering/period.hpp"
#include "facts/organisation.hpp"

namespace genai::answering {

// What a question asks for, as far as its words tell. English only: other languages' questions ask for neither number
// nor reason, and their periods are found in their digits and months.
struct Asked {
    std::string matter;           // the question without its organisations and periods: what a row's label may share
    std::vector<Period> periods;  // in the question's order
    std::vector<std::string> organisations;  // those of the given ones that it names, by their names
    bool names_report = false;               // "in the Q3 2022 10-Q": the periods may be the document's alone
    bool wants_number = false;               // "how much", "what was the", "when"
    bool wants_reason = false;               // "why", "what explains"
    bool wants_share = false;                // "what percentage"
};

// Whether a text has a figure in it that is no year, date, or number of a list's item.
bool has_amount(std::string_view text);

// `organisations`: those of the documents found. Of a very long question the beginning is read.
Asked read_asked(std::string_view question, std::span<const facts::Organisation> organisations);

}  // namespace genai::answering
