// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/flow/flow_page.hpp"

namespace genai::extraction::child {

Result<Page> FlowPages::read_page(std::uint32_t number) {
    if (number == 0 || number > pages_.size()) return fail(ErrorKind::kInvalidInput, "there is no such page");
    const auto& flow = pages_[number - 1];
    if (!flow.failure.empty()) return fail(ErrorKind::kInvalidInput, flow.failure);
    Page page;
    page.number = static_cast<int>(number);
    page.location = flow.location;
    page.text = flow.text;
    page.blocks = flow.blocks;
    page.boxes.resize(flow.code_points);  // all of them empty: there is no place to point at
    return page;
}

}  // namespace genai::extraction::child
