// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "facts/document_facts.hpp"
#include "facts/words.hpp"

namespace genai::facts {

// A page, or a title or name, cut into words and lines.
struct FrontText {
    Origin origin;  // its page and source
    Words words;
    std::vector<Line> lines;

    FrontText(const Origin& where, std::string_view text) : origin(where), words(text), lines(to_lines(words)) {}

    // Where this word stands.
    Origin at(std::size_t word) const;
    bool is_line(const Line& line, std::string_view first) const { return words.is(line.begin, first); }
};

// The parts that facts are read from; pages.size() <= kPagesRead. Addresses stay.
struct FrontTexts {
    std::deque<FrontText> pages;
    FrontText title;
    FrontText author;
    FrontText file_name;  // without folders and extension

    explicit FrontTexts(const FrontMatter& document);
};

// The lines of the first page that can head a document.
inline constexpr std::size_t kHeadLines = 40;

// What each fact is read from, one function a fact. The type comes first: the others depend on it.
std::optional<Found<DocumentType>> read_document_type(const FrontTexts& texts);
std::optional<Found<Organisation>> read_organisation(const FrontTexts& texts, std::optional<DocumentType> type);
std::optional<Found<Period>> read_period(const FrontTexts& texts, std::optional<DocumentType> type);
// The years and quarters in the file's name, at most kNamedPeriodsMax.
std::vector<NamedPeriod> read_named_periods(const FrontTexts& texts);
inline constexpr std::size_t kNamedPeriodsMax = 4;
std::optional<Found<Date>> read_issue_date(const FrontTexts& texts, std::optional<DocumentType> type,
                                           const std::optional<Period>& period);
std::optional<Found<std::string>> read_title(const FrontTexts& texts, std::optional<DocumentType> type,
                                             const std::optional<Organisation>& organisation);

// The line in which a letter addresses its reader; nothing when there is none on the first page.
std::optional<std::size_t> find_salutation(const FrontText& page);

// The text on one line: white space and control characters as single spaces, valid UTF-8, at most this many code
// points.
std::string to_one_line(std::string_view text, std::size_t code_points_max);
inline constexpr std::size_t kFactLengthMax = 500;

}  // namespace genai::facts
