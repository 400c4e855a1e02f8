// SPDX-License-Identifier: Apache-2.0

// The target of a request: its path and parameters.
#include "fuzz/target.hpp"
#include "api/url.hpp"
#include "base/utf8.hpp"

using namespace genai;
using namespace genai::api;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = to_input(data, size);
    const auto target = parse_target(input);
    if (!target) return 0;
    (void)percent_decode(target->path, Plus::kIsPlus);
    const auto parameters = Parameters::parse(target->query);
    for (const char* name : {"question", "top_k", "", "a"})
        if (const auto* value = parameters.find(name); value != nullptr) demand(is_valid_utf8(*value));
    return 0;
}
