// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sb_stemmer;

namespace genai::lexical {

// Snowball's English stemmer behind a table of the words met last: a text's words repeat, and looking one up is much
// quicker than stemming it, which was half of an analysis. Not thread-safe. 256 KB.
class Stemmer {
public:
    Stemmer();

    // The stem of a word of lower-case ASCII letters; it lives until the next call.
    std::string_view stem(std::string_view word);

private:
    struct Entry {
        std::string word;
        std::string stem;
    };

    std::string_view compute(std::string_view word);

    std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)> stemmer_;
    std::vector<Entry> recent_;  // each word has one place, by its hash; a newer one takes it over
};

}  // namespace genai::lexical
