// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/pdfium_drawing.hpp"

#include "extraction/child/pdfium_handles.hpp"

namespace genai::extraction::child {

Result<Picture> draw_page(pdfium::Document document, std::uint32_t number, const Drawing& drawing) {
    const PageHandle page(pdfium::FPDF_LoadPage(document, static_cast<int>(number - 1)));
    if (!page) return fail(ErrorKind::kInvalidInput, "it cannot be loaded");
    Picture picture =
        make_picture(pdfium::FPDF_GetPageWidthF(page.get()), pdfium::FPDF_GetPageHeightF(page.get()), drawing);
    if (picture.pixels.empty()) return fail(ErrorKind::kInvalidInput, "it has no size");
    const auto width = static_cast<int>(picture.width);
    const auto height = static_cast<int>(picture.height);
    // Drawn into memory of ours: PDFium keeps nothing of it.
    const BitmapHandle bitmap(pdfium::FPDFBitmap_CreateEx(width, height, pdfium::kBitmapBgr, picture.pixels.data(),
                                                          static_cast<int>(picture.row_bytes())));
    if (!bitmap) return fail(ErrorKind::kInvalidInput, "there is no memory for its image");
    pdfium::FPDF_RenderPageBitmap(bitmap.get(), page.get(), 0, 0, width, height, 0, pdfium::kDrawAnnotations);
    return picture;
}

}  // namespace genai::extraction::child
