// SPDX-License-Identifier: Apache-2.0

// The body of a request.
#include "api/json_body.hpp"
#include "fuzz/target.hpp"

using namespace genai;
using namespace genai::api;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = to_input(data, size);
    const auto body = JsonBody::parse(input);
    if (!body) demand(body.error().status >= 400 && !body.error().body.empty());
    if (body) (void)body->find("question");
    return 0;
}
