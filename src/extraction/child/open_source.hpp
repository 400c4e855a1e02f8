// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "extraction/child/open_failure.hpp"
#include "extraction/child/page_source.hpp"
#include "extraction/child/text/text_decoder.hpp"
#include "model/format.hpp"

namespace genai::extraction::child {

// A file to be opened: a descriptor that stays the caller's, and what is known about it.
struct SourceRequest {
    int descriptor = -1;
    std::uint64_t bytes = 0;
    Format format = Format::kPdf;
    std::uint32_t pages_max = 0;
    const std::vector<std::string>& passwords;
    const TextDecoder& decoder;  // made before the cage was entered
};

// The file's pages. Formats other than PDF are read here as a whole, since only their end tells how many pages they
// make; pages of a PDF are read when they are asked for.
tl::expected<std::unique_ptr<PageSource>, OpenFailure> open_source(const SourceRequest& request);

}  // namespace genai::extraction::child
