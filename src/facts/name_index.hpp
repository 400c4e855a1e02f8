// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts/organisation.hpp"
#include "facts/words.hpp"

namespace genai::facts {

// A place in a question that names an organisation, or several of one name.
struct NameMention {
    std::size_t begin = 0;  // words [begin, end)
    std::size_t end = 0;
    std::vector<std::uint32_t> organisations;
    float certainty = 1;  // a whole name, a symbol, initials: 1; its first word alone, or in small letters: less
};

// The organisations of a collection by everything that a question may call them. Looking names up costs a few hash
// look-ups a word of the question, however many there are. Build, then ask; asking is safe from several threads.
class NameIndex {
public:
    // The number of this organisation; the same for those whose names differ by the legal form alone.
    std::uint32_t add(const Organisation& organisation);

    std::size_t size() const { return names_.size(); }
    const std::string& name(std::uint32_t organisation) const { return names_[organisation]; }

    // From left to right, without overlap; the longest name wins.
    std::vector<NameMention> find(const Words& question) const;

private:
    using Numbers = std::vector<std::uint32_t>;
    struct Entry {
        Numbers whole;  // this is a name of theirs
        Numbers first;  // their names begin with this word
    };

    void add_name(std::uint32_t number, const NameWords& words);
    void find_name(const Words& question, std::size_t at, NameMention& mention) const;
    void find_symbol(const Words& question, std::size_t at, NameMention& mention) const;
    Numbers abbreviated(std::string_view letters) const;

    std::vector<std::string> names_;
    std::vector<NameWords> short_;                            // the words of each name without its legal form
    std::unordered_map<std::string, std::uint32_t> numbers_;  // by the key of the short name
    std::unordered_map<std::string, Entry> entries_;          // by key
    std::unordered_map<std::string, Numbers> symbols_;        // by folded ticker
    std::unordered_map<std::string, Numbers> initials_;       // of names of several words
};

}  // namespace genai::facts
