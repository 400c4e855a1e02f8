// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace genai::extraction {

// The row of parts.lock; another PDFium may read and draw the same file differently.
inline constexpr const char* kPdfiumVersion = "8149-1";

}  // namespace genai::extraction
