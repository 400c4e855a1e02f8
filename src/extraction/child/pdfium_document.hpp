// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "extraction/child/glyph.hpp"
#include "extraction/child/open_failure.hpp"
#include "extraction/child/picture.hpp"
#include "extraction/frame.hpp"

namespace genai::extraction::child {

// A PDF, read with PDFium from an open file descriptor that it does not own. What PDFium keeps of the pages it has
// seen is let go from time to time by opening the file anew, so that memory does not grow with the pages. Not
// thread-safe; one at a time, since PDFium is global.
class PdfiumDocument {
public:
    // Tries the file without a password first, then the passwords in their order.
    static tl::expected<PdfiumDocument, OpenFailure> open(int descriptor, std::uint64_t bytes,
                                                          const std::vector<std::string>& passwords);

    PdfiumDocument(PdfiumDocument&&) noexcept;
    PdfiumDocument& operator=(PdfiumDocument&&) noexcept;
    ~PdfiumDocument();

    std::uint32_t pages() const;

    // The page's glyphs; `number` counts from 1. kInvalidInput when the page is damaged, kTooLarge when it has more
    // text than one page may have.
    Result<PageGlyphs> read_page(std::uint32_t number);

    // The page as an image; kInvalidInput when it is damaged.
    Result<Picture> draw_page(std::uint32_t number, const Drawing& drawing);

private:
    struct State;
    explicit PdfiumDocument(std::unique_ptr<State> state);
    Result<void> renew();

    std::unique_ptr<State> state_;
};

}  // namespace genai::extraction::child
