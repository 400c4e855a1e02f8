// SPDX-License-Identifier: Apache-2.0
#include "facts/organisation.hpp"

#include <algorithm>
#include <array>

namespace genai::facts {

namespace {

constexpr std::array<std::string_view, 40> kLegalForms{
    "ab",   "ag",  "as",   "asa", "bv",           "co",  "companies", "company", "corp", "corporation",
    "ev",   "gbr", "gmbh", "inc", "incorporated", "kg",  "kgaa",      "limited", "llc",  "llp",
    "lp",   "ltd", "nv",   "ohg", "oyj",          "plc", "pte",       "pty",     "pvt",  "sa",
    "sarl", "sas", "sab",  "se",  "sl",           "spa", "srl",       "ug",      "asbl", "eg",
};
// What stays a name when it is gone.
constexpr std::array<std::string_view, 18> kSecondary{
    "bancorp", "brands",    "communications", "corporate",    "enterprises",   "gruppe",
    "group",   "holding",   "holdings",       "industries",   "international", "platforms",
    "resorts", "solutions", "systems",        "technologies", "technology",    "worldwide"};
constexpr std::array<std::string_view, 8> kDoubtful{"as", "co", "companies", "company", "eg", "lp", "se", "sl"};
constexpr auto kGeneral = std::to_array<std::string_view>(
    {"advanced",     "african", "air",        "all",          "alpha",     "american",   "asian",      "associated",
     "australian",   "bank",    "best",       "big",          "black",     "blue",       "british",    "canadian",
     "capital",      "central", "chinese",    "citizens",     "city",      "commercial", "community",  "company",
     "consolidated", "das",     "data",       "den",          "der",       "deutsche",   "deutscher",  "die",
     "digital",      "dutch",   "east",       "eastern",      "energy",    "european",   "farmers",    "federal",
     "first",        "food",    "french",     "general",      "german",    "global",     "golden",     "great",
     "green",        "group",   "healthcare", "home",         "indian",    "industrial", "integrated", "international",
     "italian",      "japan",   "japanese",   "les",          "liberty",   "life",       "los",        "media",
     "national",     "net",     "new",        "norddeutsche", "north",     "northern",   "old",        "one",
     "open",         "our",     "pacific",    "peoples",      "port",      "premier",    "prime",      "pro",
     "public",       "real",    "red",        "royal",        "san",       "sea",        "select",     "services",
     "smart",        "social",  "south",      "southern",     "standard",  "sterling",   "summit",     "sun",
     "swiss",        "top",     "true",       "united",       "universal", "university", "west",       "western",
     "white"});

// "s.a." and "e. V." as one: the letters, and where they end.
std::string dotted_letters(const Words& words, std::size_t at, std::size_t& end) {
    constexpr std::size_t kLettersMax = 4;
    std::string letters;
    while (letters.size() < kLettersMax && words.is_letters(at) && words.folded(at).size() <= 2 &&
           words.is_joined(at + 1, ".")) {
        letters += words.folded(at);
        end = at + 2;
        at += 2;
    }
    return letters;
}

std::size_t end_of_one_form(const Words& words, std::size_t at) {
    if (contains(kLegalForms, words.folded(at))) return words.is_joined(at + 1, ".") ? at + 2 : at + 1;
    std::size_t end = at;
    const std::string letters = dotted_letters(words, at, end);
    return letters.size() > 1 && contains(kLegalForms, letters) ? end : at;
}

void drop_last_forms(const Words& words, std::size_t begin, std::size_t& end) {
    for (std::size_t at = begin + 1; at < end; ++at) {
        if (const std::size_t after = end_of_legal_form(words, at); after != at && after >= end) {
            end = at;
            return;
        }
    }
}

}  // namespace

NameWords to_name_words(const Words& words, std::size_t begin, std::size_t end) {
    NameWords name;
    for (std::size_t at = begin; at < end; ++at) {
        if (words.is(at, "&") || words.is(at, "+")) {
            name.emplace_back("and");
        } else if (!words.is_mark(at)) {
            name.emplace_back(words.folded(at));
        }
    }
    return name;
}

NameWords to_name_words(std::string_view name) {
    const Words words(name);
    return to_name_words(words, 0, words.size());
}

std::string to_key(const NameWords& words) {
    std::string key;
    for (const std::string& word : words) key.append(key.empty() ? "" : " ").append(word);
    return key;
}

std::size_t end_of_legal_form(const Words& words, std::size_t at) {
    std::size_t end = end_of_one_form(words, at);
    if (end == at) return at;
    // "GmbH & Co. KG", "Co., Ltd."
    constexpr int kMore = 3;
    for (int i = 0; i < kMore; ++i) {
        std::size_t next = end;
        while (words.is(next, "&") || words.is(next, ",") || words.is(next, "and")) ++next;
        const std::size_t after = end_of_one_form(words, next);
        if (after == next) break;
        end = after;
    }
    return end;
}

bool is_doubtful_legal_form(const Words& words, std::size_t at) {
    return contains(kDoubtful, words.folded(at)) && !words.is_joined(at + 1, ".");
}

std::vector<NameWords> short_names(std::string_view name) {
    const Words words(name);
    std::size_t begin = words.is(0, "the") ? 1 : 0;
    std::size_t end = words.size();
    drop_last_forms(words, begin, end);
    // "Example.com, Inc."
    while (end > begin && words.is_mark(end - 1)) --end;
    if (end >= begin + 3 && words.is(end - 1, "com") && words.is_joined(end - 2, ".")) end -= 2;
    NameWords shorter = to_name_words(words, begin, end);
    std::vector<NameWords> names;
    while (!shorter.empty()) {
        if (shorter.back() != "and") names.push_back(shorter);
        if (shorter.back() != "and" && !contains(kSecondary, shorter.back())) break;
        shorter.pop_back();
    }
    std::erase_if(names, [](const NameWords& one) {
        return one.size() == 1 && (is_general_word(one.front()) || contains(kSecondary, one.front()));
    });
    return names;
}

bool is_general_word(std::string_view folded) { return contains(kGeneral, folded); }

bool is_abbreviation(std::string_view letters, const NameWords& words) {
    constexpr std::size_t kLettersMax = 8;
    if (words.size() < 2 || letters.size() < 2 || letters.size() > kLettersMax) return false;
    // reached[n]: the words so far can make the first n letters.
    std::array<bool, kLettersMax + 1> reached{true};
    for (const std::string& word : words) {
        std::array<bool, kLettersMax + 1> next{};
        for (std::size_t n = 0; n <= letters.size(); ++n) {
            if (!reached.at(n)) continue;
            if (word == "and") {
                next.at(n) = true;
                if (n < letters.size() && letters[n] == 'n') next.at(n + 1) = true;
            }
            for (std::size_t k = 0; k < word.size() && n + k < letters.size() && letters[n + k] == word[k]; ++k)
                next.at(n + k + 1) = true;
        }
        reached = next;
    }
    return reached.at(letters.size());
}

}  // namespace genai::facts
