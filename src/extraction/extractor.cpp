// SPDX-License-Identifier: Apache-2.0
#include "extraction/extractor.hpp"

#include <utility>

namespace genai::extraction {

namespace {

// Pages between that nobody was given have failed; why is said by the verdict of whoever read them.
void pass(Reading& reading, const Page& page, std::uint32_t total) {
    reading.pages = total;
    while (reading.next_page < static_cast<std::uint32_t>(page.number))
        reading.failed.push_back({reading.next_page++, DocumentState::kDamaged, ""});
    ++reading.next_page;
    ++reading.delivered;
    if (!page.blocks.empty()) ++reading.with_text;
}

}  // namespace

Result<Extraction> Extractor::go_on(const NamedFile& file, Reading& reading, const PageSink& sink,
                                    const Limits& limits) {
    const auto begin = std::exchange(reading, Reading()).next_page;
    return extract(
        file,
        [&](Page page, std::uint32_t total) -> Result<void> {
            pass(reading, page, total);
            if (static_cast<std::uint32_t>(page.number) < begin) return {};
            return sink(std::move(page), total);
        },
        limits);
}

}  // namespace genai::extraction
