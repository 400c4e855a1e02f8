// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "extraction/child/page_source.hpp"

namespace genai::extraction::child {

// A page of a format that has no geometry: text and blocks, no boxes.
struct FlowPage {
    std::string location;
    std::string text;
    std::vector<Block> blocks;
    std::uint32_t code_points = 0;
    std::string failure;  // why it could not be read; empty: it could
};

// Pages that were all read when the file was opened.
class FlowPages final : public PageSource {
public:
    explicit FlowPages(std::vector<FlowPage> pages) : pages_(std::move(pages)) {}

    std::uint32_t pages() const override { return static_cast<std::uint32_t>(pages_.size()); }
    Result<Page> read_page(std::uint32_t number) override;

private:
    std::vector<FlowPage> pages_;
};

}  // namespace genai::extraction::child
