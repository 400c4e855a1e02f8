// SPDX-License-Identifier: Apache-2.0

// A request's head, before any parser reads it.
#include "api/framing.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    constexpr std::string_view kEnd = "\r\n\r\n";
    const auto end = input.find(kEnd);
    const auto head = input.substr(0, end == input.npos ? end : end + kEnd.size());
    const auto refused = api::check_head(head);
    if (refused) {
        demand(refused->status >= 400);
        return;
    }
    // What every parser behind it may rely on.
    demand(head.ends_with(kEnd));
    for (std::size_t at = 0; at < head.size(); ++at) {
        demand(head[at] != '\0');
        demand(head[at] != '\n' || (at > 0 && head[at - 1] == '\r'));
    }
}

}  // namespace genai::fuzz
