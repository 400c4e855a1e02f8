// SPDX-License-Identifier: Apache-2.0
#include "extraction/format_detection.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace genai::extraction {

namespace {

struct Kind {
    std::string_view begins;
    std::string_view name;
};

constexpr std::array<Kind, 14> kOthers{{
    {"\xD0\xCF\x11\xE0", "an old or encrypted Office file (doc, xls, ppt)"},
    {"\x89PNG", "a PNG image"},
    {"\xFF\xD8\xFF", "a JPEG image"},
    {"GIF8", "a GIF image"},
    {"II*\0", "a TIFF image"},
    {std::string_view("MM\0*", 4), "a TIFF image"},
    {"{\\rtf", "a rich text file"},
    {"%!PS", "a PostScript file"},
    {"\x1F\x8B", "a gzip archive"},
    {"7z\xBC\xAF", "a 7z archive"},
    {"Rar!", "a RAR archive"},
    {"\x7F"
     "ELF",
     "a program"},
    {"BZh", "a bzip2 archive"},
    {"\xFD"
     "7zXZ",
     "an xz archive"},
}};

bool is_office(Format format) { return format == Format::kDocx || format == Format::kPptx || format == Format::kXlsx; }

bool is_textual(Format format) { return format != Format::kPdf && !is_office(format); }

bool has_wide_mark(std::string_view head) {
    return head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF") ||
           head.starts_with(std::string_view("\0\0\xFE\xFF", 4));
}

// The beginning in lower case, without a byte order mark, white space and what comes before HTML: comments and the
// declaration of XML.
std::string to_opening(std::string_view head) {
    std::string text(head.substr(head.starts_with("\xEF\xBB\xBF") ? 3 : 0));
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    for (std::size_t at = 0;;) {
        at = text.find_first_not_of(" \t\r\n", at);
        if (at == std::string::npos) return {};
        const bool is_comment = text.compare(at, 4, "<!--") == 0;
        if (!is_comment && text.compare(at, 5, "<?xml") != 0) return text.substr(at);
        const auto end = text.find(is_comment ? "-->" : "?>", at);
        if (end == std::string::npos) return {};
        at = end + (is_comment ? 3 : 2);
    }
}

bool is_html(std::string_view head) {
    const auto opening = to_opening(head);
    return opening.starts_with("<!doctype html") || opening.starts_with("<html");
}

// Of every third byte, which a text has now and then and a program's file has everywhere. UTF-16 without a mark is
// full of zeros too.
bool looks_binary(std::string_view head) {
    const auto controls = std::count_if(head.begin(), head.end(), [](unsigned char c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1B';
    });
    return static_cast<std::size_t>(controls) * 3 > head.size() * 2;
}

bool has_zeros(std::string_view head) { return head.find('\0') != std::string_view::npos; }

tl::unexpected<std::string> refusal(std::string_view what) {
    return tl::unexpected("it looks like " + std::string(what) + "; files that are read: " + format_extensions());
}

}  // namespace

tl::expected<Format, std::string> detect_format(std::string_view head, std::string_view file_name) {
    head = head.substr(0, kFormatHeadBytes);
    const auto named = format_of_name(file_name);
    const bool is_named_text = named && is_textual(*named);
    if (head.starts_with("%PDF-") || (!is_named_text && head.find("%PDF-") != std::string_view::npos))
        return Format::kPdf;
    if (head.starts_with("PK\x03\x04")) return named && is_office(*named) ? *named : Format::kDocx;
    for (const auto& other : kOthers)
        if (head.starts_with(other.begins)) return refusal(other.name);
    if (named && !is_textual(*named)) {
        return tl::unexpected("not " + std::string(describe(*named)) + ", though its name says so: nothing in its " +
                              "first bytes does");
    }
    if (!has_wide_mark(head)) {
        if (is_html(head)) return Format::kHtml;
        if (looks_binary(head) || (!is_named_text && has_zeros(head))) return refusal("no text");
    }
    return named.value_or(Format::kText);
}

}  // namespace genai::extraction
