// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/date.hpp"
#include "facts/document_type.hpp"
#include "facts/organisation.hpp"
#include "model/facts.hpp"

namespace genai::facts {

// Where a fact stands.
struct Origin {
    FactSource source = FactSource::kText;
    int page = 0;  // of a text
    std::uint32_t offset =
        0;  // code points of the page's text, of the metadata's title or author, or of the file's name

    bool operator==(const Origin&) const = default;
};

template <typename T>
struct Found {
    T value{};
    Origin origin;
};

// What a document is about in time. `year` and `quarter` are as its organisation counts them: those of its fiscal year.
// What is not known is 0. A whole year has months 12 and no quarter.
struct Period {
    Date end;  // its last day, or month
    int months = 0;
    int year = 0;
    int quarter = 0;

    bool operator==(const Period&) const = default;
};

// "2023", "2023-Q2", "2023-06" or "2023-06-30", by the calendar: the year that a period of 12 months is called by, else
// the calendar quarter that it ends in, else its last month or day.
std::string to_string(const Period& period);

// A year, and a quarter when one is told, as a file's name has it.
struct NamedPeriod {
    int year = 0;
    int quarter = 0;

    auto operator<=>(const NamedPeriod&) const = default;
};

// What is known of a document as a whole. Each fact may be missing: nothing is better than a wrong guess.
struct DocumentFacts {
    std::optional<Found<std::string>> title;
    std::optional<Found<Organisation>> organisation;
    std::optional<Found<DocumentType>> type;
    std::optional<Found<Period>> period;
    std::optional<Found<Date>> date;         // of issue
    std::vector<NamedPeriod> named_periods;  // in the file's name; it may count them in its own way
};

// The beginning of a document. Pages are in order; kPagesRead are looked at, of each kPageBytesMax. Texts need not be
// valid UTF-8.
struct FrontPage {
    int number = 0;
    std::string_view text;
};
struct FrontMatter {
    std::span<const FrontPage> pages;
    std::string_view file_name;       // or its path: the last part counts
    std::string_view metadata_title;  // of the file's properties; empty: none
    std::string_view metadata_author;
};
inline constexpr std::size_t kPagesRead = 12;
inline constexpr std::size_t kPageBytesMax = 64 << 10;
inline constexpr std::size_t kNameBytesMax = 4 << 10;  // of a file's name, a title, an author

// As the catalog keeps them and filters compare them. What it could not take is left out.
Facts to_facts(const DocumentFacts& document);

// What is read of a document, with what the catalog knows of it: what people have set wins, the rest fills gaps.
DocumentFacts with_known(DocumentFacts document, const Facts& known);

// Reads them. Any text will do; the time grows with the text and no faster.
DocumentFacts read_document(const FrontMatter& document);

}  // namespace genai::facts
