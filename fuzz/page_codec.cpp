// SPDX-License-Identifier: Apache-2.0

// A stored page's layout, as it is in the database and as it is inside its compression; the last byte is the number of
// the text's code points.
#include "chunks/page_codec.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const std::size_t code_points = input.empty() ? 0 : static_cast<unsigned char>(input.back());
    const auto layout = input.substr(0, std::max<std::size_t>(input.size(), 1) - 1);
    for (const auto& packed : {std::string(layout), chunks::pack(layout)}) {
        Page page;
        if (!chunks::decode_layout(packed, code_points, page)) continue;
        demand(page.boxes.empty() || page.boxes.size() == code_points);
        for (const auto& block : page.blocks) demand(block.start <= block.end && block.end <= code_points);
        Page again;
        demand(chunks::decode_layout(chunks::encode_layout(page), code_points, again).has_value());
        demand(again.blocks == page.blocks && again.boxes.size() == page.boxes.size());
    }
}

}  // namespace genai::fuzz
