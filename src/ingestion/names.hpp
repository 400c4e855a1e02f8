// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/document.hpp"

namespace genai::ingestion {

// The root of the names of uploads.
inline constexpr const char* kUploadRoot = "upload";
inline constexpr std::size_t kUploadNameBytesMax = 255;

// Unicode normal form C, as names are compared; what is not UTF-8 is shown with U+FFFD.
std::string to_nfc(std::string_view text);

// What an upload is called after the file name that its client gave: the last part of a path of any system, in NFC.
// kInvalidInput for one that is empty or longer than kUploadNameBytesMax, is no UTF-8, or has control characters. It is
// a name and nothing else: no file is ever opened by it.
Result<DocumentName> to_upload_name(std::string_view file_name);

}  // namespace genai::ingestion
