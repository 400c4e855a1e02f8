// SPDX-License-Identifier: Apache-2.0
#include "api/endpoints.hpp"

namespace genai::api {

Response show_metrics(const Exchange& exchange) {
    return {.body = exchange.metrics.to_text(), .content_type = "text/plain; version=0.0.4; charset=utf-8"};
}

}  // namespace genai::api
