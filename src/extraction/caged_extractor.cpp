// SPDX-License-Identifier: Apache-2.0
#include "extraction/caged_extractor.hpp"

#include <utility>

#include "extraction/caged_session.hpp"
#include "extraction/frame.hpp"
#include "extraction/input_file.hpp"
#include "extraction/pdfium_version.hpp"

namespace genai::extraction {

CagedExtractor::CagedExtractor(std::filesystem::path child, const Settings& settings, PasswordBook passwords)
    : child_(std::move(child)), settings_(settings), passwords_(std::move(passwords)) {}

Result<Extraction> CagedExtractor::extract(const NamedFile& file, const PageSink& sink, const Limits& limits) {
    Reading reading;
    return go_on(file, reading, sink, limits);
}

Result<Extraction> CagedExtractor::go_on(const NamedFile& file, Reading& reading, const PageSink& sink,
                                         const Limits& limits) {
    if (auto checked = limits.check("reading a file"); !checked) return propagate(checked);
    const auto opened = InputFile::open(file.path, file.name);
    if (!opened) return Extraction{DocumentState::kDamaged, opened.error(), 0};
    return CagedSession(child_, settings_, reading, sink, limits).run(*opened, passwords_.for_file(file.path));
}

bool CagedExtractor::has_password(const std::filesystem::path& file) const {
    return !passwords_.for_file(file).empty();
}

std::string CagedExtractor::fingerprint() const {
    return "pdf-" + std::to_string(kLayoutVersion) + "/pdfium-" + kPdfiumVersion + "/formats-" +
           std::to_string(kFormatsVersion);
}

}  // namespace genai::extraction
