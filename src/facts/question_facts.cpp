// SPDX-License-Identifier: Apache-2.0
#include "facts/question_facts.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace genai::facts {

namespace {

// "latest", "most recent", "current quarter", "neueste": the end of what asks for the newest, or `at`.
std::size_t end_of_latest(const Words& words, std::size_t at) {
    static constexpr std::array<std::string_view, 14> kAlone{
        "latest",  "newest",  "neueste",  "neuesten", "neuester",   "neuestes",    "neuste",
        "neusten", "jungste", "jungsten", "jungster", "aktuellste", "aktuellsten", "letztverfugbar"};
    // "current ratio" and "last year" ask for something else.
    static constexpr std::array<std::string_view, 7> kPaper{"report",  "filing",    "version", "edition",
                                                            "release", "statement", "bericht"};
    if (contains(kAlone, words.folded(at))) return at + 1;
    if (const std::size_t end = end_of_phrase(words, at, "most recent"); end != at) return end;
    if (const std::size_t end = end_of_phrase(words, at, "most recently"); end != at) return end;
    const bool is_relative = words.is(at, "current") || words.is(at, "last") || words.is(at, "aktuelle") ||
                             words.is(at, "aktuellen") || words.is(at, "letzte") || words.is(at, "letzten");
    return is_relative && contains(kPaper, words.folded(at + 1)) ? at + 1 : at;
}

// "according to the contract", "in our service agreement": the paper is meant, not the matter.
bool is_paper(const Words& words, std::size_t at) {
    static constexpr std::array<std::string_view, 12> kPlace{"in",   "per", "under", "to",   "of",  "from",
                                                             "does", "do",  "im",    "laut", "aus", "gemaß"};
    static constexpr std::array<std::string_view, 11> kArticle{"the", "this", "our", "their",  "der",    "dem",
                                                               "den", "das",  "die", "dieser", "unserem"};
    constexpr std::size_t kBetweenMax = 3;  // "the new service agreement"
    for (std::size_t i = 1; i <= kBetweenMax && i < at + 1; ++i) {
        if (contains(kArticle, words.folded(at - i))) return at > i && contains(kPlace, words.folded(at - i - 1));
        if (words.is(at - i, "laut") || words.is(at - i, "im")) return true;
    }
    return false;
}

bool overlaps(const std::vector<WordSpan>& spans, std::size_t begin, std::size_t end) {
    return std::any_of(spans.begin(), spans.end(),
                       [&](const WordSpan& span) { return begin < span.end && span.begin < end; });
}

// What stays when a name or a period goes: "in", "of the", "'s".
bool is_small_word(std::string_view word) {
    static constexpr std::array<std::string_view, 26> kSmall{
        "in", "for", "of",  "during", "from", "the", "on",  "at",  "by",  "per", "within", "its", "'",
        "im", "fur", "des", "der",    "vom",  "aus", "von", "bei", "den", "as",  "since",  "fy",  "fiscal"};
    return contains(kSmall, word);
}

bool ends_sentence(const Words& words, std::size_t at) {
    return words.is(at, "?") || words.is(at, "!") ||
           (words.is(at, ".") && !words.is_joined(at + 1, words.folded(at + 1)));
}

// The words that tell how to answer; never the first sentence.
void add_instructions(const Words& words, std::vector<WordSpan>& spans) {
    static constexpr std::array<std::string_view, 9> kStarts{
        "round",           "answer in",         "answer with",  "express",          "give your answer",
        "give the answer", "report the answer", "please round", "state your answer"};
    static constexpr std::array<std::string_view, 4> kThen{"state", "answer", "respond", "say"};
    std::size_t begin = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!ends_sentence(words, at) && at + 1 < words.size()) continue;
        const bool starts = std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) {
            return end_of_phrase(words, begin, start) != begin;
        });
        bool is_condition = words.is(begin, "if");
        if (is_condition) {
            is_condition = false;
            for (std::size_t i = begin; i < at; ++i) is_condition = is_condition || contains(kThen, words.folded(i));
        }
        if (begin > 0 && (starts || is_condition)) spans.push_back({begin, at + 1});
        begin = at + 1;
    }
}

}  // namespace

bool QuestionFacts::names_year() const {
    return std::any_of(times.begin(), times.end(), [](const TimeMention& time) { return time.has_year(); });
}

std::string_view question_beginning(std::string_view question) {
    if (question.size() <= kQuestionBytesMax) return question;
    std::size_t end = kQuestionBytesMax;
    while (end > 0 && (static_cast<unsigned char>(question[end]) & 0xC0U) == 0x80U) --end;
    return question.substr(0, end);
}

QuestionFacts read_question(const Words& words, const std::vector<WordSpan>& names) {
    QuestionFacts facts;
    for (std::size_t at = 0; at < words.size();) {
        std::size_t end = at;
        if (overlaps(names, at, at + 1)) {
            ++at;
            continue;
        }
        // A form before a time: "10-Q" is no day.
        if (const auto type = read_type(words, at, TypeContext::kQuestion);
            type && (!type->is_common_word || is_paper(words, at))) {
            end = type->end;
            if (!facts.type || facts.type->is_common_word) facts.type = type;
        } else if (const auto time = read_time(words, at); time && facts.times.size() < kTimesMax) {
            end = time->end;
            facts.times.push_back(*time);
        } else {
            end = end_of_latest(words, at);
            facts.wants_latest = facts.wants_latest || end != at;
        }
        if (end != at) facts.spans.push_back({at, end});
        at = std::max(end, at + 1);
    }
    return facts;
}

namespace {

// Which words go with these spans: small words before, the "'s" after, what stands between two ("2012 to 2014").
std::vector<bool> mark_gone(const Words& words, std::vector<WordSpan> spans) {
    static constexpr std::array<std::string_view, 9> kBetween{"and", "or", "to",  "through", ",",
                                                              "-",   "vs", "und", "bis"};
    constexpr std::size_t kBetweenMax = 3;
    std::sort(spans.begin(), spans.end(), [](const WordSpan& a, const WordSpan& b) { return a.begin < b.begin; });
    std::vector<bool> is_gone(words.size(), false);
    std::size_t last = 0;  // end of the span before
    for (const WordSpan& span : spans) {
        for (std::size_t at = span.begin; at < std::min(span.end, words.size()); ++at) is_gone[at] = true;
        const bool is_possessive = words.is_joined(span.end, "'");
        if (is_possessive) is_gone[span.end] = true;
        if (is_possessive && words.is_joined(span.end + 1, "s")) is_gone[span.end + 1] = true;
        std::size_t at = span.begin;
        while (!is_possessive && at > 0 && !is_gone[at - 1] && is_small_word(words.folded(at - 1)))
            is_gone[--at] = true;
        bool is_between = last > 0 && at >= last && at - last <= kBetweenMax;
        for (std::size_t i = last; is_between && i < at; ++i)
            is_between = is_gone[i] || contains(kBetween, words.folded(i));
        for (std::size_t i = last; is_between && i < at; ++i) is_gone[i] = true;
        last = std::max(last, span.end);
    }
    return is_gone;
}

}  // namespace

std::string without(const Words& words, std::vector<WordSpan> spans) {
    add_instructions(words, spans);
    const std::vector<bool> is_gone = mark_gone(words, std::move(spans));
    constexpr std::size_t kLettersMin = 3;
    std::string rest;
    std::size_t said = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (is_gone[at]) continue;
        const bool is_mark = words.is_mark(at);
        if (is_mark && rest.empty()) continue;
        const bool is_joined = words[at].is_joined && (is_mark || (at > 0 && !is_gone[at - 1]));
        if (!rest.empty() && !is_joined) rest += ' ';
        rest += words.slice(at, at + 1);
        if (words.is_letters(at) && words.folded(at).size() >= kLettersMin && !is_small_word(words.folded(at))) ++said;
    }
    constexpr std::size_t kSaidMin = 2;
    return said < kSaidMin ? std::string(words.text()) : rest;
}

}  // namespace genai::facts
