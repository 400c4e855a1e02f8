// SPDX-License-Identifier: Apache-2.0

// A page as the child sends it: what is believed keeps every promise of model/page.hpp, and is written as it was
// read.
#include "extraction/frame_page.hpp"
#include "base/utf8.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const auto page = extraction::decode_page(input);
    if (!page) return;
    demand(is_valid_utf8(page->text));
    demand(page->boxes.size() == count_code_points(page->text));
    demand(page->blocks.empty() || page->blocks.back().end <= page->boxes.size());
    const auto again = extraction::decode_page(extraction::encode_page(*page));
    demand(again && again->text == page->text && again->blocks == page->blocks);
}

}  // namespace genai::fuzz
