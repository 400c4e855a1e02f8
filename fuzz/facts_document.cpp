// SPDX-License-Identifier: Apache-2.0

// The facts of a document whose pages are separated by form feeds; its last page is its name, title and author too.
#include "base/utf8.hpp"
#include "facts/document_facts.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    std::vector<facts::FrontPage> pages;
    std::string_view last = input;
    while (true) {
        const auto end = std::min(input.find('\f'), input.size());
        last = input.substr(0, end);
        pages.push_back({static_cast<int>(pages.size()) + 1, last});
        if (end == input.size()) break;
        input.remove_prefix(end + 1);
    }
    const auto read = facts::read_document({pages, last, last, last});
    if (read.title) demand(!read.title->value.empty() && is_valid_utf8(read.title->value));
    if (read.organisation)
        demand(!read.organisation->value.name.empty() && is_valid_utf8(read.organisation->value.name));
    if (read.period) {
        demand(read.period->value.year != 0 || read.period->value.end.year != 0);
        demand(read.period->value.quarter >= 0 && read.period->value.quarter <= 4);
        demand(!facts::to_string(read.period->value).empty());
    }
    if (read.date) demand(facts::is_valid(read.date->value));
    for (const auto& named : read.named_periods) demand(facts::is_valid({named.year, 0, 0}));
}

}  // namespace genai::fuzz
