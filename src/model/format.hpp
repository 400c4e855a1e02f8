// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace genai {

// The formats of files that can be read.
enum class Format : std::uint8_t { kPdf, kText, kMarkdown, kCsv, kHtml, kDocx, kPptx, kXlsx };
inline constexpr std::array kFormats{Format::kPdf,  Format::kText, Format::kMarkdown, Format::kCsv,
                                     Format::kHtml, Format::kDocx, Format::kPptx,     Format::kXlsx};

// "pdf", "text", "docx" ...
std::string_view to_string(Format format);
std::optional<Format> parse_format(std::string_view name);

// "a PDF", "a Word document (docx)": for messages.
std::string_view describe(Format format);
// As HTTP names it.
std::string_view content_type(Format format);

// What a file's name says that it is, in any case: "Report.DOCX" is kDocx. Nothing for a name that says nothing.
std::optional<Format> format_of_name(std::string_view file_name);
// ".pdf .txt .md ...", for messages and help texts.
std::string format_extensions();

}  // namespace genai
