// SPDX-License-Identifier: Apache-2.0
#include "extraction/pdf_extractor.hpp"

#include <utility>

#include "extraction/frame.hpp"
#include "extraction/pdf_file.hpp"
#include "extraction/pdf_session.hpp"
#include "extraction/pdfium_version.hpp"

namespace genai::extraction {

PdfExtractor::PdfExtractor(std::filesystem::path child, const Settings& settings, PasswordBook passwords)
    : child_(std::move(child)), settings_(settings), passwords_(std::move(passwords)) {}

Result<Extraction> PdfExtractor::extract(const std::filesystem::path& file, const PageSink& sink,
                                         const Limits& limits) {
    if (auto checked = limits.check("reading a file"); !checked) return propagate(checked);
    const auto opened = PdfFile::open(file);
    if (!opened) return Extraction{DocumentState::kDamaged, opened.error(), 0};
    return PdfSession(child_, settings_, sink, limits).run(opened->descriptor(), passwords_.for_file(file));
}

bool PdfExtractor::has_password(const std::filesystem::path& file) const { return !passwords_.for_file(file).empty(); }

std::string PdfExtractor::fingerprint() const {
    return "pdf-" + std::to_string(kLayoutVersion) + "/pdfium-" + kPdfiumVersion;
}

}  // namespace genai::extraction
