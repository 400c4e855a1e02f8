// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/words.hpp"

namespace genai::facts {

// Who a document is from or about, as it is written there.
struct Organisation {
    std::string name;
    std::vector<std::string> other_names;  // what the document itself calls it: ("Orrevane")
    std::string ticker;                    // its symbol at an exchange

    bool operator==(const Organisation&) const = default;
};

// Words as names are compared: folded, without marks, "&" as "and".
using NameWords = std::vector<std::string>;
NameWords to_name_words(std::string_view name);
NameWords to_name_words(const Words& words, std::size_t begin, std::size_t end);
// With a space between.
std::string to_key(const NameWords& words);

// The end of the legal form that begins at this word ("Inc.", "S.A.", "GmbH & Co. KG"), or `at` when there is none.
std::size_t end_of_legal_form(const Words& words, std::size_t at);
// True for legal forms that are words of the language too: "Company", "SE", "AS".
bool is_doubtful_legal_form(const Words& words, std::size_t at);

// The name without its article and legal form, and without ".com"; then also without "Group", "Holdings" and the like.
// From the longest to the shortest; empty when nothing would be left. The first one is what an organisation is known
// by.
std::vector<NameWords> short_names(std::string_view name);

// True when one word by itself says too little to be a name: "American", "First", "Group".
bool is_general_word(std::string_view folded);

// True when the letters are beginnings of all the name's words, in order ("amex", "ibm", "jnj"); "and" may be left out
// or be an "n". Letters and words are folded; the words are a short name of at least two.
bool is_abbreviation(std::string_view letters, const NameWords& words);

}  // namespace genai::facts
