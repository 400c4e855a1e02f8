// SPDX-License-Identifier: Apache-2.0

// The target of a request: its path and parameters.
#include "fuzz/target.hpp"
#include "api/url.hpp"
#include "base/utf8.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const auto target = api::parse_target(input);
    if (!target) return;
    (void)api::percent_decode(target->path, api::Plus::kIsPlus);
    const auto parameters = api::Parameters::parse(target->query);
    if (!parameters) return;
    for (const char* name : {"question", "top_k", "", "a"})
        if (const auto* value = parameters->find(name); value != nullptr) demand(is_valid_utf8(*value));
}

}  // namespace genai::fuzz
