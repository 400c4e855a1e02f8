// SPDX-License-Identifier: Apache-2.0
#pragma once

// The functions of libpdfium.so that we call, declared from PDFium's public documentation (fpdfview.h, fpdf_text.h,
// fpdf_edit.h): plain C, handles are opaque. User space is the PDF's own: points, origin at the bottom left, before
// /Rotate. "Success" is non-zero. None of this is safe to call from two threads.

#include <cstddef>
#include <cstdint>

namespace genai::extraction::child::pdfium {

extern "C" {

using Document = struct fpdf_document_t__*;
using Page = struct fpdf_page_t__*;
using TextPage = struct fpdf_textpage_t__*;
using PageObject = struct fpdf_pageobject_t__*;
using Font = struct fpdf_font_t__*;
using Bitmap = struct fpdf_bitmap_t__*;

struct LibraryConfig {
    int version;  // 2: the fields up to v8_embedder_slot are read
    const char** user_font_paths;
    void* isolate;
    unsigned int v8_embedder_slot;
};

// A file given as a function that copies `size` bytes from `position` and returns non-zero, or fails with 0.
struct FileAccess {
    unsigned long length;
    int (*get_block)(void* parameter, unsigned long position, unsigned char* buffer, unsigned long size);
    void* parameter;
};

struct RectF {
    float left, top, right, bottom;
};

// x' = a x + c y + e, y' = b x + d y + f
struct Matrix {
    float a, b, c, d, e, f;
};

inline constexpr unsigned long kErrorFile = 2;
inline constexpr unsigned long kErrorFormat = 3;
inline constexpr unsigned long kErrorPassword = 4;
inline constexpr unsigned long kErrorSecurity = 5;  // an encryption that PDFium does not know

inline constexpr int kBitmapBgr = 2;           // three bytes a pixel
inline constexpr int kDrawAnnotations = 0x01;  // flag of FPDF_RenderPageBitmap

// NOLINTBEGIN(readability-identifier-naming): PDFium's names
void FPDF_InitLibraryWithConfig(const LibraryConfig* config);
void FPDF_DestroyLibrary();
unsigned long FPDF_GetLastError();

Document FPDF_LoadCustomDocument(FileAccess* file, const char* password);
void FPDF_CloseDocument(Document document);
int FPDF_GetPageCount(Document document);

Page FPDF_LoadPage(Document document, int index);
void FPDF_ClosePage(Page page);
float FPDF_GetPageWidthF(Page page);                 // after /Rotate
float FPDF_GetPageHeightF(Page page);                // after /Rotate
int FPDF_GetPageBoundingBox(Page page, RectF* box);  // the CropBox inside the MediaBox, user space
int FPDFPage_GetRotation(Page page);                 // quarter turns clockwise

Bitmap FPDFBitmap_CreateEx(int width, int height, int format, void* pixels, int stride);
void FPDFBitmap_Destroy(Bitmap bitmap);
int FPDFBitmap_FillRect(Bitmap bitmap, int left, int top, int width, int height, unsigned long colour);
void FPDF_RenderPageBitmap(Bitmap bitmap, Page page, int left, int top, int width, int height, int turn, int flags);

TextPage FPDFText_LoadPage(Page page);
void FPDFText_ClosePage(TextPage text);
int FPDFText_CountChars(TextPage text);
unsigned int FPDFText_GetUnicode(TextPage text, int index);
int FPDFText_IsGenerated(TextPage text, int index);
double FPDFText_GetFontSize(TextPage text, int index);
int FPDFText_GetMatrix(TextPage text, int index, Matrix* matrix);
int FPDFText_GetCharBox(TextPage text, int index, double* left, double* right, double* bottom, double* top);
int FPDFText_GetLooseCharBox(TextPage text, int index, RectF* box);
int FPDFText_GetCharOrigin(TextPage text, int index, double* x, double* y);
PageObject FPDFText_GetTextObject(TextPage text, int index);

Font FPDFTextObj_GetFont(PageObject text_object);
int FPDFFont_GetFlags(Font font);
std::size_t FPDFFont_GetBaseFontName(Font font, char* buffer, std::size_t length);
// NOLINTEND(readability-identifier-naming)
}

}  // namespace genai::extraction::child::pdfium
