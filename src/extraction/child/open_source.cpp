// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/open_source.hpp"

#include <utility>

#include "extraction/child/flow/flow_writer.hpp"
#include "extraction/child/html/html_pages.hpp"
#include "extraction/child/input_bytes.hpp"
#include "extraction/child/office/docx_pages.hpp"
#include "extraction/child/office/office_package.hpp"
#include "extraction/child/office/pptx_pages.hpp"
#include "extraction/child/office/xlsx_pages.hpp"
#include "extraction/child/page_layout.hpp"
#include "extraction/child/pdfium_document.hpp"
#include "extraction/child/text/csv_pages.hpp"
#include "extraction/child/text/text_pages.hpp"

namespace genai::extraction::child {

namespace {

using Opened = tl::expected<std::unique_ptr<PageSource>, OpenFailure>;

// A text's pages are all in memory: PAGES_MAX of them come nowhere near.
constexpr std::uint64_t kTextBytesMax = std::uint64_t{64} << 20;

class PdfPages final : public PageSource {
public:
    explicit PdfPages(PdfiumDocument document) : document_(std::move(document)) {}

    std::uint32_t pages() const override { return document_.pages(); }
    Result<Page> read_page(std::uint32_t number) override {
        const auto glyphs = document_.read_page(number);
        if (!glyphs) return propagate(glyphs);
        return lay_out(*glyphs);
    }

private:
    PdfiumDocument document_;
};

Opened open_pdf(const SourceRequest& request) {
    auto document = PdfiumDocument::open(request.descriptor, request.bytes, request.passwords);
    if (!document) return tl::unexpected(std::move(document.error()));
    return std::make_unique<PdfPages>(std::move(*document));
}

// What could not be read behind pages that could is a page that failed.
Opened to_source(FlowWriter& writer, const Result<void>& written) {
    if (!written && !writer.has_pages()) {
        const bool is_large = written.error().kind == ErrorKind::kTooLarge;
        return tl::unexpected(OpenFailure{is_large ? Refusal::kOverLimit : Refusal::kDamaged, written.error().message});
    }
    if (!written) writer.fail_page("", "the rest of the file cannot be read: " + written.error().message);
    auto pages = writer.finish();
    if (pages.empty()) pages.emplace_back();  // a file without text has a page without text
    return std::make_unique<FlowPages>(std::move(pages));
}

Opened open_text(const SourceRequest& request) {
    if (request.bytes > kTextBytesMax) {
        return tl::unexpected(OpenFailure{Refusal::kOverLimit, "the file has " + std::to_string(request.bytes >> 20) +
                                                                   " MiB of text; at most 64 are read"});
    }
    auto bytes = read_bytes(request.descriptor, 0, request.bytes);
    if (!bytes) return tl::unexpected(OpenFailure{Refusal::kDamaged, std::move(bytes.error().message)});
    const bool is_html = request.format == Format::kHtml;
    const auto text = request.decoder.to_utf8(*bytes, is_html ? declared_encoding(*bytes) : "");
    FlowWriter writer({.pages_max = request.pages_max});
    switch (request.format) {
        case Format::kMarkdown: write_markdown(text, writer); break;
        case Format::kHtml: write_html(text, writer); break;
        case Format::kCsv: write_csv(text, writer); break;
        default: write_text(text, writer);
    }
    return to_source(writer, {});
}

Opened open_office(const SourceRequest& request) {
    auto package = OfficePackage::open(request.descriptor, request.bytes);
    FlowWriter writer({.pages_max = request.pages_max});
    if (!package) return to_source(writer, propagate(package));
    switch (package->format()) {
        case Format::kPptx: return to_source(writer, write_pptx(*package, writer));
        case Format::kXlsx: return to_source(writer, write_xlsx(*package, writer));
        default: return to_source(writer, write_docx(*package, writer));
    }
}

}  // namespace

Opened open_source(const SourceRequest& request) {
    switch (request.format) {
        case Format::kPdf: return open_pdf(request);
        case Format::kDocx:
        case Format::kPptx:
        case Format::kXlsx: return open_office(request);
        default: return open_text(request);
    }
}

}  // namespace genai::extraction::child
