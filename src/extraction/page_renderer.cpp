// SPDX-License-Identifier: Apache-2.0
#include "extraction/page_renderer.hpp"

#include "base/hash.hpp"
#include "extraction/frame_drawing.hpp"

namespace genai::extraction {

std::string image_name(const std::string& document_id, std::uint32_t page, const Drawing& drawing,
                       const std::string& fingerprint) {
    constexpr std::size_t kDigits = 32;
    return sha256_hex(document_id + "\n" + std::to_string(page) + "\n" + encode_drawing(drawing) + "\n" + fingerprint)
        .substr(0, kDigits);
}

}  // namespace genai::extraction
