// SPDX-License-Identifier: Apache-2.0
#include "facts/front_text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace genai::facts {

namespace {

// The beginning of the text, cut between code points.
std::string_view beginning(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

std::string_view stem(std::string_view path) {
    path = path.substr(path.find_last_of("/\\") + 1);
    if (path.size() > kNameBytesMax) path = beginning(path, kNameBytesMax);
    const std::size_t point = path.rfind('.');
    constexpr std::size_t kExtensionMax = 5;
    const bool has_extension = point != path.npos && point > 0 && path.size() - point - 1 <= kExtensionMax;
    return has_extension ? path.substr(0, point) : path;
}

}  // namespace

Origin FrontText::at(std::size_t word) const {
    Origin place = origin;
    if (word < words.size())
        place.offset = static_cast<std::uint32_t>(count_code_points(words.text().substr(0, words[word].begin)));
    return place;
}

FrontTexts::FrontTexts(const FrontMatter& document)
    : title({FactSource::kMetadata, 0, 0}, beginning(document.metadata_title, kNameBytesMax)),
      author({FactSource::kMetadata, 0, 0}, beginning(document.metadata_author, kNameBytesMax)),
      file_name({FactSource::kFileName, 0, 0}, stem(document.file_name)) {
    for (const FrontPage& page : document.pages.first(std::min(document.pages.size(), kPagesRead)))
        pages.emplace_back(Origin{FactSource::kText, page.number, 0}, beginning(page.text, kPageBytesMax));
}

std::string to_one_line(std::string_view text, std::size_t code_points_max) {
    std::string line;
    bool is_gap = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7F) {
            is_gap = !line.empty();
            continue;
        }
        if (is_gap) line += ' ';
        is_gap = false;
        line += c;
    }
    line = to_valid_utf8(line);
    if (count_code_points(line) > code_points_max) line.resize(byte_offset(line, code_points_max));
    return line;
}

DocumentFacts read_document(const FrontMatter& document) {
    const FrontTexts texts(document);
    DocumentFacts facts;
    facts.type = read_document_type(texts);
    const auto type = facts.type ? std::optional(facts.type->value) : std::nullopt;
    facts.organisation = read_organisation(texts, type);
    facts.period = read_period(texts, type);
    facts.date = read_issue_date(texts, type, facts.period ? std::optional(facts.period->value) : std::nullopt);
    facts.title = read_title(texts, type, facts.organisation ? std::optional(facts.organisation->value) : std::nullopt);
    facts.named_periods = read_named_periods(texts);
    return facts;
}

}  // namespace genai::facts
