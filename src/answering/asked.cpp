// SPDX-License-Identifier: Apache-2.0
#include "answering/asked.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "facts/name_index.hpp"
#include "facts/question_facts.hpp"

namespace genai::answering {

namespace {

// The words in lower case, with one space before, between and after them.
std::string spaced_words(std::string_view text) {
    std::string words = " ";
    for (const char c : text) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        const bool is_word = is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        if (is_word) {
            words += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (words.back() != ' ') {
            words += ' ';
        }
    }
    if (words.back() != ' ') words += ' ';
    return words;
}

template <std::size_t N>
bool has_any(const std::string& words, const std::array<std::string_view, N>& phrases) {
    return std::any_of(phrases.begin(), phrases.end(),
                       [&](std::string_view phrase) { return words.find(phrase) != std::string::npos; });
}

constexpr std::array<std::string_view, 23> kNumberPhrases{
    " how much ", " how many ", " how often ",  " how long ", " how large ",  " how high ", " how far ",  " how big ",
    " when ",     " by how ",   " to what ",    " at what ",  " percent ",    " share ",    " rate ",     " ratio ",
    " price ",    " amount ",   " percentage ", " total ",    " which year ", " what was ", " what were "};
constexpr std::array<std::string_view, 6> kReasonPhrases{" why ",    " explain ", " explains ",
                                                         " reason ", " reasons ", " because "};

constexpr std::array<std::string_view, 5> kSharePhrases{" percent ", " percentage ", " share of ", " what share ",
                                                        " what part "};

}  // namespace

bool has_amount(std::string_view text) {
    const facts::Words words(text);
    for (std::size_t at = 0; at < words.size();) {
        if (const auto time = facts::read_time(words, at)) {
            at = time->end;
            continue;
        }
        const bool is_item = at <= 1 && words.is_mark(at + 1) && !words.is(at + 1, "%");  // "(5)", "3."
        const bool is_part = at > 0 && words[at].is_joined && words.is_letters(at - 1);   // "H100", "Q3"
        const bool is_day = at > 0 && facts::month_of(words.folded(at - 1)).has_value();
        const bool is_form = words.is_joined(at + 1, "-") && words.is_letters(at + 2);  // "10-Q"
        if (words.digits(at) > 0 && !is_item && !is_part && !is_day && !is_form) return true;
        ++at;
    }
    return false;
}

Asked read_asked(std::string_view question, std::span<const facts::Organisation> organisations) {
    const facts::Words words(facts::question_beginning(question));
    facts::NameIndex names;
    std::vector<std::uint32_t> numbers;
    for (const facts::Organisation& organisation : organisations) numbers.push_back(names.add(organisation));
    std::vector<facts::WordSpan> spans;
    Asked asked;
    for (const facts::NameMention& name : names.find(words)) {
        spans.push_back({name.begin, name.end});
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto& named = name.organisations;
            if (std::find(named.begin(), named.end(), numbers[i]) == named.end()) continue;
            asked.organisations.push_back(organisations[i].name);
        }
    }
    const facts::QuestionFacts facts = facts::read_question(words, spans);
    spans.insert(spans.end(), facts.spans.begin(), facts.spans.end());
    asked.periods = read_periods(words, &spans);
    asked.names_report = facts.type.has_value();
    asked.matter = facts::without(words, spans);
    const std::string spaced = spaced_words(question);
    asked.wants_reason = has_any(spaced, kReasonPhrases);
    asked.wants_number = !asked.wants_reason && has_any(spaced, kNumberPhrases);
    asked.wants_share = has_any(spaced, kSharePhrases) || question.find('%') != std::string_view::npos;
    return asked;
}

}  // namespace genai::answering
