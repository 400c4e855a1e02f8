// SPDX-License-Identifier: Apache-2.0
#include "facts/document_type.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace genai::facts {

namespace {

using Type = DocumentType;

constexpr std::array<std::pair<Type, std::string_view>, 14> kNames{{
    {Type::k10K, "10-K"},
    {Type::k10Q, "10-Q"},
    {Type::k8K, "8-K"},
    {Type::k20F, "20-F"},
    {Type::kAnnualReport, "annual report"},
    {Type::kHalfYearReport, "half-year report"},
    {Type::kQuarterlyReport, "quarterly report"},
    {Type::kPressRelease, "press release"},
    {Type::kContract, "contract"},
    {Type::kManual, "manual"},
    {Type::kInvoice, "invoice"},
    {Type::kDeliveryNote, "delivery note"},
    {Type::kPriceList, "price list"},
    {Type::kLetter, "letter"},
}};

enum class Use {
    kAlways,
    kCommon,   // in questions, a common word
    kHeading,  // in headings alone
};

// Folded words separated by spaces; a hyphen in the text may stand for any space. With '*' first, the end of a word.
struct Phrase {
    std::string_view words;
    Type type;
    Use use;
};
constexpr std::array kPhrases{
    Phrase{"10 k", Type::k10K, Use::kAlways},
    Phrase{"10 ks", Type::k10K, Use::kAlways},
    Phrase{"10 q", Type::k10Q, Use::kAlways},
    Phrase{"10 qs", Type::k10Q, Use::kAlways},
    Phrase{"8 k", Type::k8K, Use::kAlways},
    Phrase{"8 ks", Type::k8K, Use::kAlways},
    Phrase{"20 f", Type::k20F, Use::kAlways},
    Phrase{"annual report", Type::kAnnualReport, Use::kAlways},
    Phrase{"annual reports", Type::kAnnualReport, Use::kAlways},
    Phrase{"annual filing", Type::kAnnualReport, Use::kAlways},
    Phrase{"annual financial report", Type::kAnnualReport, Use::kAlways},
    Phrase{"annual accounts", Type::kAnnualReport, Use::kHeading},
    Phrase{"integrated report", Type::kAnnualReport, Use::kHeading},
    Phrase{"geschaftsbericht", Type::kAnnualReport, Use::kAlways},
    Phrase{"jahresbericht", Type::kAnnualReport, Use::kAlways},
    Phrase{"jahresfinanzbericht", Type::kAnnualReport, Use::kAlways},
    Phrase{"half year report", Type::kHalfYearReport, Use::kAlways},
    Phrase{"half yearly report", Type::kHalfYearReport, Use::kAlways},
    Phrase{"half yearly financial report", Type::kHalfYearReport, Use::kAlways},
    Phrase{"semi annual report", Type::kHalfYearReport, Use::kAlways},
    Phrase{"halbjahresbericht", Type::kHalfYearReport, Use::kAlways},
    Phrase{"halbjahresfinanzbericht", Type::kHalfYearReport, Use::kAlways},
    Phrase{"quarterly report", Type::kQuarterlyReport, Use::kAlways},
    Phrase{"quarterly reports", Type::kQuarterlyReport, Use::kAlways},
    Phrase{"quarterly filing", Type::kQuarterlyReport, Use::kAlways},
    Phrase{"quarterly statement", Type::kQuarterlyReport, Use::kAlways},
    Phrase{"quartalsbericht", Type::kQuarterlyReport, Use::kAlways},
    Phrase{"quartalsmitteilung", Type::kQuarterlyReport, Use::kAlways},
    Phrase{"press release", Type::kPressRelease, Use::kAlways},
    Phrase{"news release", Type::kPressRelease, Use::kAlways},
    Phrase{"earnings release", Type::kPressRelease, Use::kAlways},
    Phrase{"for immediate release", Type::kPressRelease, Use::kHeading},
    Phrase{"pressemitteilung", Type::kPressRelease, Use::kAlways},
    Phrase{"contract", Type::kContract, Use::kCommon},
    Phrase{"agreement", Type::kContract, Use::kCommon},
    Phrase{"*vertrag", Type::kContract, Use::kCommon},
    Phrase{"manual", Type::kManual, Use::kCommon},
    Phrase{"user guide", Type::kManual, Use::kAlways},
    Phrase{"user ' s guide", Type::kManual, Use::kAlways},
    Phrase{"installation guide", Type::kManual, Use::kAlways},
    Phrase{"quick start guide", Type::kManual, Use::kAlways},
    Phrase{"operating instructions", Type::kManual, Use::kAlways},
    Phrase{"*anleitung", Type::kManual, Use::kCommon},
    Phrase{"*handbuch", Type::kManual, Use::kCommon},
    Phrase{"invoice", Type::kInvoice, Use::kCommon},
    Phrase{"rechnung", Type::kInvoice, Use::kCommon},
    Phrase{"delivery note", Type::kDeliveryNote, Use::kAlways},
    Phrase{"lieferschein", Type::kDeliveryNote, Use::kAlways},
    Phrase{"price list", Type::kPriceList, Use::kAlways},
    Phrase{"preisliste", Type::kPriceList, Use::kAlways},
    Phrase{"letter", Type::kLetter, Use::kCommon},
};

// The end of the phrase in the text, or `at` when it does not stand there.
std::size_t end_of(const Words& words, std::size_t at, std::string_view phrase) {
    if (!phrase.starts_with('*')) return end_of_phrase(words, at, phrase);
    return words.folded(at).ends_with(phrase.substr(1)) ? at + 1 : at;
}

// "10-K" stands by itself, not inside a longer number or code.
bool stands_alone(const Words& words, const TypeMention& mention) {
    const bool joins_left =
        mention.begin > 0 && words[mention.begin].is_joined &&
        (words.digits(mention.begin - 1) > 0 || words.is(mention.begin - 1, ".") || words.is(mention.begin - 1, ","));
    return !joins_left && (words.digits(mention.end) == 0 || !words[mention.end].is_joined);
}

}  // namespace

std::string_view to_string(DocumentType type) { return kNames.at(static_cast<std::size_t>(type)).second; }

std::optional<DocumentType> parse_document_type(std::string_view name) {
    const Words words(name);
    for (const auto& [type, known] : kNames) {
        const Words expected(known);
        bool is_same = words.size() == expected.size();
        for (std::size_t i = 0; is_same && i < words.size(); ++i) is_same = words.folded(i) == expected.folded(i);
        if (is_same) return type;
    }
    const auto mention = read_type(words, 0, TypeContext::kHeading);
    return mention && mention->end == words.size() ? std::optional(mention->type) : std::nullopt;
}

bool is_form(DocumentType type) {
    return type == Type::k10K || type == Type::k10Q || type == Type::k8K || type == Type::k20F;
}

bool is_annual(DocumentType type) { return type == Type::k10K || type == Type::k20F || type == Type::kAnnualReport; }

bool is_interim(DocumentType type) {
    return type == Type::k10Q || type == Type::kQuarterlyReport || type == Type::kHalfYearReport;
}

bool is_kind_of(DocumentType type, DocumentType asked) {
    if (asked == Type::kAnnualReport) return is_annual(type);
    if (asked == Type::kQuarterlyReport) return type == Type::k10Q || type == asked;
    return type == asked;
}

std::optional<TypeMention> read_type(const Words& words, std::size_t at, TypeContext context) {
    for (const Phrase& phrase : kPhrases) {
        if (context == TypeContext::kQuestion && phrase.use == Use::kHeading) continue;
        const std::size_t end = end_of(words, at, phrase.words);
        if (end == at) continue;
        const TypeMention mention{at, end, phrase.type, phrase.use == Use::kCommon};
        if (is_form(mention.type) && !stands_alone(words, mention)) continue;
        return mention;
    }
    return std::nullopt;
}

}  // namespace genai::facts
