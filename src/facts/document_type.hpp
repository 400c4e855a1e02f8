// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "facts/words.hpp"

namespace genai::facts {

// What kind of paper a document is. The first four are forms of the US Securities and Exchange Commission.
enum class DocumentType : std::uint8_t {
    k10K,
    k10Q,
    k8K,
    k20F,
    kAnnualReport,
    kHalfYearReport,
    kQuarterlyReport,
    kPressRelease,
    kContract,
    kManual,
    kInvoice,
    kDeliveryNote,
    kPriceList,
    kLetter,
};

// "10-K", "annual report", "letter"; what people may set too.
std::string_view to_string(DocumentType type);
std::optional<DocumentType> parse_document_type(std::string_view name);

bool is_form(DocumentType type);
// About a year, half a year or a quarter.
bool is_annual(DocumentType type);
bool is_interim(DocumentType type);
// True when a document of the one type is what a question for the other means: a 10-K is an annual report.
bool is_kind_of(DocumentType type, DocumentType asked);

// Where a phrase that names a type stands.
enum class TypeContext {
    kHeading,   // a line by itself, a title, a file's name
    kQuestion,  // running text that somebody asks
};

struct TypeMention {
    std::size_t begin = 0;  // words [begin, end)
    std::size_t end = 0;
    DocumentType type = DocumentType::kLetter;
    // A word that is as often about the matter as about the paper: "contract", "manual".
    bool is_common_word = false;
};

// The phrase that begins at this word.
std::optional<TypeMention> read_type(const Words& words, std::size_t at, TypeContext context);

}  // namespace genai::facts
