// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "model/page.hpp"

namespace genai::extraction::child {

// An open file's pages, whatever its format.
class PageSource {
public:
    virtual ~PageSource() = default;

    virtual std::uint32_t pages() const = 0;

    // `number` counts from 1. kInvalidInput when the page is damaged, kTooLarge when it has more text than a page may
    // have.
    virtual Result<Page> read_page(std::uint32_t number) = 0;
};

}  // namespace genai::extraction::child
