// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "facts/front_text.hpp"

namespace genai::facts {

struct NameSpan {
    std::size_t begin = 0;  // words [begin, end)
    std::size_t end = 0;
};

// The capitalised words that end before this word, back to the beginning of its line or to what is no part of a name.
// Empty when there are none.
NameSpan name_before(const Words& words, std::size_t end);

// The name whose legal form begins at this word: "Orrevane Instruments plc" at "plc".
std::optional<NameSpan> legal_name_at(const Words& words, std::size_t form);

// True when the words before this one are the name, a legal form after it or not.
bool ends_with_name(const Words& words, std::size_t end, const NameWords& name);

// "Company", "Group", "Buyer": what one party is called in any document.
bool is_role(std::string_view folded);

struct NamePlace {
    std::size_t page = 0;  // index
    NameSpan span;
};
// The organisation that stands at the head of the document and comes back on its pages; a filing always has one, so
// there less is asked. Nothing when two names do so alike.
std::optional<NamePlace> most_named(const FrontTexts& texts, std::optional<DocumentType> type);

}  // namespace genai::facts
