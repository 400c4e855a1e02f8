// SPDX-License-Identifier: Apache-2.0
#include "facts/name_index.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace genai::facts {

namespace {

constexpr std::size_t kNameWordsMax = 10;
constexpr std::size_t kLettersMax = 6;  // of an abbreviation
// What as many organisations are called tells nothing about which is meant.
constexpr std::size_t kSharedMax = 3;
constexpr float kFirstWord = 0.8F;
constexpr float kSmallLetters = 0.5F;

// Abbreviations that are words of the language.
constexpr std::array<std::string_view, 76> kWords{
    "ai",  "api",  "arr", "asc", "asu", "aum",  "aws",  "bps",    "capex", "ceo", "cfo", "ciso", "cogs",
    "coo", "cpi",  "cpu", "csr", "cto", "dcf",  "ebit", "ebitda", "eps",   "esg", "etf", "eu",   "eur",
    "faq", "fasb", "fcf", "fx",  "fy",  "gaap", "gbp",  "gdp",    "gpu",   "hgb", "hr",  "ifrs", "iot",
    "ip",  "ipo",  "it",  "jpy", "kg",  "kpi",  "ma",   "mda",    "md",    "ml",  "nim", "no",   "nyse",
    "ok",  "opex", "otc", "pc",  "pdf", "ppe",  "qa",   "qoq",    "rd",    "roa", "roe", "roi",  "sec",
    "sg",  "sga",  "tv",  "uk",  "un",  "us",   "usa",  "usd",    "vat",   "yoy", "ytd"};

// One more than may share a name tells that they are too many.
void add_number(std::vector<std::uint32_t>& numbers, std::uint32_t number) {
    if (numbers.size() > kSharedMax || std::find(numbers.begin(), numbers.end(), number) != numbers.end()) return;
    numbers.push_back(number);
}

std::string initials_of(const NameWords& words) {
    std::string initials;
    for (const std::string& word : words)
        if (word != "and") initials += word.front();
    return initials;
}

bool has_capitals(const Words& question) {
    for (std::size_t at = 0; at < question.size(); ++at)
        if (question[at].is_capital) return true;
    return false;
}

// All in capitals, every word would look like a symbol.
bool has_small_letters(const Words& question) {
    for (std::size_t at = 0; at < question.size(); ++at)
        if (question.is_letters(at) && !question[at].is_capitals) return true;
    return false;
}

std::size_t count_capitals(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
}

// "MS2" and "3AB" are codes, not the names in them.
bool is_part_of_code(const Words& question, std::size_t begin, std::size_t end) {
    const bool goes_on = end < question.size() && question[end].is_joined && !question.is_mark(end);
    return goes_on || (begin > 0 && question[begin].is_joined && !question.is_mark(begin - 1));
}

}  // namespace

void NameIndex::add_name(std::uint32_t number, const NameWords& words) {
    if (words.empty() || words.size() > kNameWordsMax) return;
    constexpr std::size_t kLettersMin = 2;
    std::string key = to_key(words);
    if (key.size() < kLettersMin) return;
    add_number(entries_[key].whole, number);
    // "McDonald's" is written without its apostrophe too.
    if (const std::size_t s = key.find(" s"); s != key.npos && (s + 2 == key.size() || key[s + 2] == ' ')) {
        key.erase(s, 1);
        add_number(entries_[key].whole, number);
    }
}

std::uint32_t NameIndex::add(const Organisation& organisation) {
    const auto shorter = short_names(organisation.name);
    const NameWords known = shorter.empty() ? to_name_words(organisation.name) : shorter.front();
    const auto next = static_cast<std::uint32_t>(names_.size());
    const auto [found, is_new] = numbers_.try_emplace(to_key(known), next);
    const std::uint32_t number = found->second;
    if (is_new) {
        names_.push_back(organisation.name);
        short_.push_back(known);
        add_name(number, to_name_words(organisation.name));
        for (const NameWords& words : shorter) {
            add_name(number, words);
            if (words.size() > 1 && words.size() <= kLettersMax) initials_[initials_of(words)].push_back(number);
        }
        constexpr std::size_t kFirstLettersMin = 3;
        if (known.size() > 1 && known.front().size() >= kFirstLettersMin && !is_general_word(known.front()))
            add_number(entries_[known.front()].first, number);
    }
    for (const std::string& other : organisation.other_names) add_name(number, to_name_words(other));
    if (organisation.ticker.size() > 1)
        if (const NameWords ticker = to_name_words(organisation.ticker); !ticker.empty())
            add_number(symbols_[to_key(ticker)], number);
    return number;
}

// The longest name that begins here.
void NameIndex::find_name(const Words& question, std::size_t at, NameMention& mention) const {
    std::string key;
    bool has_capital = false;
    std::size_t count = 0;
    for (std::size_t end = at; end < question.size() && count < kNameWordsMax; ++end) {
        if (question.is_mark(end) && !question.is(end, "&") && !question.is(end, "+")) {
            // Marks stand inside names, never at their beginning: "Example.com", "Coca-Cola", "McDonald's".
            if (end == at || !question[end].is_joined) return;
            continue;
        }
        const bool is_and = question.is_mark(end);
        key.append(key.empty() ? "" : " ").append(is_and ? "and" : question.folded(end));
        has_capital = has_capital || question[end].is_capital || question.digits(end) > 0;
        ++count;
        const auto found = entries_.find(key);
        if (found == entries_.end() || is_part_of_code(question, at, end + 1)) continue;
        const Entry& entry = found->second;
        if (!entry.whole.empty() && entry.whole.size() <= kSharedMax) {
            mention = {at, end + 1, entry.whole, has_capital ? 1.0F : kSmallLetters};
        } else if (entry.first.size() == 1) {
            // "American Airlines" is not American Express.
            const std::size_t after = end + 1;
            const bool goes_on = after < question.size() && question[after].is_capital && !question[after].is_joined;
            if (!goes_on && has_capital) mention = {at, end + 1, entry.first, kFirstWord};
        }
    }
}

// The organisations whose names these letters are beginnings of.
NameIndex::Numbers NameIndex::abbreviated(std::string_view letters) const {
    Numbers numbers;
    if (letters.size() < 2 || letters.size() > kLettersMax) return numbers;
    // Which of the letters after the first begin a word: every choice makes initials to look up.
    for (std::uint32_t choice = 1; choice < (1U << (letters.size() - 1)); ++choice) {
        std::string initials(1, letters.front());
        for (std::size_t i = 1; i < letters.size(); ++i)
            if (((choice >> (i - 1)) & 1U) != 0) initials += letters[i];
        const auto found = initials_.find(initials);
        if (found == initials_.end()) continue;
        for (const std::uint32_t number : found->second) {
            if (std::find(numbers.begin(), numbers.end(), number) != numbers.end()) continue;
            if (is_abbreviation(letters, short_[number])) numbers.push_back(number);
            if (numbers.size() > kSharedMax) return numbers;
        }
    }
    return numbers;
}

// A symbol or an abbreviation: "AMEX", "J&J", "IBM".
void NameIndex::find_symbol(const Words& question, std::size_t at, NameMention& mention) const {
    if (!question.is_letters(at)) return;
    std::size_t end = at + 1;
    std::string letters(question.folded(at));
    while (question.is_joined(end, "&") && question.is_letters(end + 1) && question[end + 1].is_joined &&
           letters.size() <= kLettersMax) {
        letters += question.folded(end + 1);
        end += 2;
    }
    if (count_capitals(question.slice(at, end)) < 2 || contains(kWords, letters)) return;
    if (is_part_of_code(question, at, end)) return;
    Numbers numbers;
    if (const auto symbol = symbols_.find(letters); symbol != symbols_.end()) numbers = symbol->second;
    if (numbers.empty()) numbers = abbreviated(letters);
    if (!numbers.empty() && numbers.size() <= kSharedMax) mention = {at, end, numbers, 1.0F};
}

std::vector<NameMention> NameIndex::find(const Words& question) const {
    const bool is_small = !has_capitals(question);
    const bool has_small = has_small_letters(question);
    std::vector<NameMention> mentions;
    for (std::size_t at = 0; at < question.size();) {
        NameMention mention;
        find_name(question, at, mention);
        if (mention.end > at && mention.certainty == kSmallLetters && !is_small) mention = {};
        if (mention.end <= at && has_small) find_symbol(question, at, mention);
        at = std::max(mention.end, at + 1);
        if (!mention.organisations.empty()) mentions.push_back(std::move(mention));
    }
    return mentions;
}

}  // namespace genai::facts
