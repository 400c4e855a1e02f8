// SPDX-License-Identifier: Apache-2.0
#include "ingestion/names.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/trim.hpp"
#include "base/utf8.hpp"

namespace genai::ingestion {

namespace {

// C0, DEL and C1, and what turns the direction of a line about, with which a name can pass for another.
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool has_control(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text, at);
        if (is_control(point.value)) return true;
        at += point.bytes;
    }
    return false;
}

}  // namespace

std::string to_nfc(std::string_view text) {
    const std::string valid = to_valid_utf8(text);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> normal(
        utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(valid.c_str())), &std::free);
    return normal ? std::string(reinterpret_cast<const char*>(normal.get())) : valid;
}

Result<DocumentName> to_upload_name(std::string_view file_name) {
    const auto refuse = [](const char* why) {
        return fail(ErrorKind::kInvalidInput, std::string("the file name ") + why);
    };
    if (!is_valid_utf8(file_name)) return refuse("is not UTF-8");
    if (has_control(file_name)) return refuse("has control characters");
    const auto slash = file_name.find_last_of("/\\");
    if (slash != file_name.npos) file_name.remove_prefix(slash + 1);
    const std::string name = to_nfc(trim(file_name, " "));
    if (name.empty() || name == "." || name == "..") return refuse("is empty");
    if (name.size() > kUploadNameBytesMax) return refuse("is longer than 255 bytes");
    return DocumentName{kUploadRoot, name};
}

}  // namespace genai::ingestion
