// SPDX-License-Identifier: Apache-2.0

// A page as the child sends it: what is believed keeps every promise of model/page.hpp, and is written as it was
// read.
#include "extraction/frame_page.hpp"
#include "base/utf8.hpp"
#include "fuzz/target.hpp"

using namespace genai;
using namespace genai::extraction;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = to_input(data, size);
    const auto page = decode_page(input);
    if (!page) return 0;
    demand(is_valid_utf8(page->text));
    demand(page->boxes.size() == count_code_points(page->text));
    demand(page->blocks.empty() || page->blocks.back().end <= page->boxes.size());
    const auto again = decode_page(encode_page(*page));
    demand(again && again->text == page->text && again->blocks == page->blocks);
    return 0;
}
