// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "extraction/page_renderer.hpp"
#include "extraction/settings.hpp"

namespace genai::extraction {

// Draws pages of PDFs in a child process (genai-extract), one for each call, in the cage and under the limits that
// reading has (CagedExtractor): what it sends is checked before it is believed, and it is killed when the caller's
// limits say so. A page may cost EXTRACT_PAGE_CPU_S. Safe to use from several threads, which must live until their call
// returns; each call holds at most two images (kImageBytesMax).
class PdfRenderer final : public PageRenderer {
public:
    PdfRenderer(std::filesystem::path child, const Settings& settings)
        : child_(std::move(child)), settings_(settings) {}

    Result<PageImage> render(int file, std::uint32_t page, const Drawing& drawing, const Limits& limits) override;
    std::string fingerprint() const override;

private:
    std::filesystem::path child_;
    Settings settings_;
};

}  // namespace genai::extraction
