// SPDX-License-Identifier: Apache-2.0

// The body of a request.
#include "api/json_body.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const auto body = api::JsonBody::parse(input);
    if (!body) demand(body.error().status >= 400 && !body.error().body.empty());
    if (body) (void)body->find("question");
}

}  // namespace genai::fuzz
