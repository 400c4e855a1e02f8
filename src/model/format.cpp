// SPDX-License-Identifier: Apache-2.0
#include "model/format.hpp"

#include <algorithm>

namespace genai {

namespace {

struct FormatRow {
    std::string_view name;
    std::string_view description;
    std::string_view content_type;
};

// In the order of the enumeration.
constexpr std::array<FormatRow, kFormats.size()> kRows{{
    {"pdf", "a PDF", "application/pdf"},
    {"text", "a text file", "text/plain; charset=utf-8"},
    {"markdown", "a Markdown file", "text/markdown; charset=utf-8"},
    {"csv", "a table of comma-separated values (csv)", "text/csv; charset=utf-8"},
    {"html", "a web page (html)", "text/html; charset=utf-8"},
    {"docx", "a Word document (docx)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {"pptx", "a presentation (pptx)", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {"xlsx", "a workbook (xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
}};

struct Extension {
    std::string_view ending;
    Format format;
};
constexpr std::array<Extension, 18> kExtensions{{
    {".pdf", Format::kPdf},
    {".txt", Format::kText},
    {".text", Format::kText},
    {".md", Format::kMarkdown},
    {".markdown", Format::kMarkdown},
    {".csv", Format::kCsv},
    {".tsv", Format::kCsv},
    {".html", Format::kHtml},
    {".htm", Format::kHtml},
    {".xhtml", Format::kHtml},
    {".docx", Format::kDocx},
    {".docm", Format::kDocx},
    {".dotx", Format::kDocx},
    {".pptx", Format::kPptx},
    {".pptm", Format::kPptx},
    {".ppsx", Format::kPptx},
    {".xlsx", Format::kXlsx},
    {".xlsm", Format::kXlsx},
}};

const FormatRow& row_of(Format format) { return kRows.at(static_cast<std::size_t>(format)); }

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view to_string(Format format) { return row_of(format).name; }

std::optional<Format> parse_format(std::string_view name) {
    for (const Format format : kFormats)
        if (to_string(format) == name) return format;
    return std::nullopt;
}

std::string_view describe(Format format) { return row_of(format).description; }

std::string_view content_type(Format format) { return row_of(format).content_type; }

std::optional<Format> format_of_name(std::string_view file_name) {
    const auto dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    std::string ending(file_name.substr(dot));
    std::transform(ending.begin(), ending.end(), ending.begin(), to_lower);
    for (const auto& extension : kExtensions)
        if (extension.ending == ending) return extension.format;
    return std::nullopt;
}

std::string format_extensions() {
    std::string text;
    for (const auto& extension : kExtensions) {
        if (!text.empty()) text += ' ';
        text += extension.ending;
    }
    return text;
}

}  // namespace genai
