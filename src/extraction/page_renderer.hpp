// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "extraction/drawing.hpp"

namespace genai::extraction {

// What an image is called: the same name, the same bytes. For caches here and at clients. `fingerprint` is the
// renderer's.
std::string image_name(const std::string& document_id, std::uint32_t page, const Drawing& drawing,
                       const std::string& fingerprint);

// Draws a page of a file. What is wrong with the file is an error here, with a message for people: kNotFound when it
// has no such page, kConflict when it is encrypted, kInvalidInput when the page cannot be drawn or costs more than a
// page may. Safe to use from several threads.
class PageRenderer {
public:
    virtual ~PageRenderer() = default;

    // `file` is open for reading from its beginning and stays open; `page` counts from 1.
    virtual Result<PageImage> render(int file, std::uint32_t page, const Drawing& drawing, const Limits& limits) = 0;

    // Changes whenever the same page would be drawn differently.
    virtual std::string fingerprint() const = 0;
};

}  // namespace genai::extraction
