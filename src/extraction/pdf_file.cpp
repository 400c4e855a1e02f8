// SPDX-License-Identifier: Apache-2.0
#include "extraction/pdf_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

namespace genai::extraction {

namespace {

constexpr std::size_t kHeadBytes = 1024;  // readers look for "%PDF-" so far into the file

struct Kind {
    std::string_view begins;
    std::string_view name;
};

constexpr std::array<Kind, 12> kKinds{{
    {"PK\x03\x04", "a ZIP archive or an Office file (docx, xlsx, pptx)"},
    {"\xD0\xCF\x11\xE0", "an old Office file (doc, xls, ppt)"},
    {"\x89PNG", "a PNG image"},
    {"\xFF\xD8\xFF", "a JPEG image"},
    {"GIF8", "a GIF image"},
    {"II*", "a TIFF image"},
    {"MM", "a TIFF image"},
    {"{\\rtf", "a rich text file"},
    {"%!PS", "a PostScript file"},
    {"\x1F\x8B", "a gzip archive"},
    {"<?xml", "an XML file"},
    {"<", "an HTML or XML file"},
}};

std::string refusal(std::string_view head) {
    constexpr std::string_view kRead = "; only PDF files are read";
    for (const auto& kind : kKinds)
        if (head.starts_with(kind.begins))
            return "not a PDF: it looks like " + std::string(kind.name) + std::string(kRead);
    return "not a PDF: nothing in its first bytes says so" + std::string(kRead);
}

std::string cannot_open(int error) { return "the file cannot be opened: " + std::generic_category().message(error); }

}  // namespace

tl::expected<PdfFile, std::string> PdfFile::open(const std::filesystem::path& file) {
    // A named pipe would make open() wait for a writer.
    PdfFile opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (opened.descriptor_ < 0) return tl::unexpected(cannot_open(errno));
    struct stat status {};
    if (::fstat(opened.descriptor_, &status) != 0) return tl::unexpected(cannot_open(errno));
    if (!S_ISREG(status.st_mode)) return tl::unexpected<std::string>("not a regular file");
    if (status.st_size == 0) return tl::unexpected<std::string>("the file is empty");

    std::array<char, kHeadBytes> head{};
    const auto bytes = ::pread(opened.descriptor_, head.data(), head.size(), 0);
    if (bytes < 0) return tl::unexpected(cannot_open(errno));
    const std::string_view text(head.data(), static_cast<std::size_t>(bytes));
    if (text.find("%PDF-") == std::string_view::npos) return tl::unexpected(refusal(text));
    return opened;
}

PdfFile::PdfFile(PdfFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

PdfFile::~PdfFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace genai::extraction
