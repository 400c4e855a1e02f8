// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <type_traits>

#include "extraction/child/pdfium_api.hpp"

namespace genai::extraction::child {

// What PDFium gave out and takes back.
struct ClosePage {
    void operator()(pdfium::Page page) const { pdfium::FPDF_ClosePage(page); }
};
struct CloseText {
    void operator()(pdfium::TextPage text) const { pdfium::FPDFText_ClosePage(text); }
};
struct DestroyBitmap {
    void operator()(pdfium::Bitmap bitmap) const { pdfium::FPDFBitmap_Destroy(bitmap); }
};
using PageHandle = std::unique_ptr<std::remove_pointer_t<pdfium::Page>, ClosePage>;
using TextHandle = std::unique_ptr<std::remove_pointer_t<pdfium::TextPage>, CloseText>;
using BitmapHandle = std::unique_ptr<std::remove_pointer_t<pdfium::Bitmap>, DestroyBitmap>;

}  // namespace genai::extraction::child
