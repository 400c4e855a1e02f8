// SPDX-License-Identifier: Apache-2.0
#include "blobs/blob_store.hpp"

namespace genai::blobs {

bool is_blob_id(std::string_view text) {
    constexpr std::size_t kDigits = 64;
    return text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

Result<void> check_blob_id(std::string_view id) {
    if (is_blob_id(id)) return {};
    return fail(ErrorKind::kInvalidInput, "a blob is named by the 64 hex digits of its SHA-256, not by what was given");
}

}  // namespace genai::blobs
