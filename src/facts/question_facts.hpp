// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/document_type.hpp"
#include "facts/time_mention.hpp"

namespace genai::facts {

// Words [begin, end) of a question.
struct WordSpan {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const WordSpan&) const = default;
};

// What a question names, organisations aside: those are known by the collection alone (fact_index.hpp).
struct QuestionFacts {
    std::vector<TimeMention> times;
    std::optional<TypeMention> type;
    bool wants_latest = false;    // "latest", "most recent"
    std::vector<WordSpan> spans;  // where the words of all of these stand

    bool names_year() const;
    bool names_something() const { return !times.empty() || type || wants_latest; }
};

// Of a longer question, the beginning is read.
inline constexpr std::size_t kQuestionBytesMax = 8 << 10;
inline constexpr std::size_t kTimesMax = 16;
std::string_view question_beginning(std::string_view question);

// `names`: spans of organisations, in which nothing else is looked for ("20th Century").
QuestionFacts read_question(const Words& words, const std::vector<WordSpan>& names);

// The question without these spans, without the small words and the "'s" that went with them, and without sentences
// that only say how to answer ("Round to two decimals."). The question itself when nothing would be left to look for.
std::string without(const Words& words, std::vector<WordSpan> spans);

}  // namespace genai::facts
