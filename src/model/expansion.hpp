// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace genai {

// Words of the documents that stand for words of a question: "purchases of property and equipment" for "capex".
struct Expansion {
    std::string text;
    float weight = 0;  // beside 1 for the question's own words

    bool operator==(const Expansion&) const = default;
};

}  // namespace genai
