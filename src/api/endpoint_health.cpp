// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/endpoints.hpp"
#include "base/json_writer.hpp"

namespace genai::api {

// Says that the process answers, whatever its dependencies do: restarting it would not mend them.
Response show_liveness(const Exchange&) { return {.body = R"({"status":"ok"})"}; }

// Says whether requests should be sent here; `?verbose` names each check.
Response show_readiness(const Exchange& exchange) {
    auto checks = exchange.services.readiness();
    bool is_ready = !exchange.is_stopping && std::all_of(checks.begin(), checks.end(),
                                                         [](const ReadinessCheck& check) { return check.is_ready; });
    JsonWriter json;
    json.begin_object().member("status", is_ready ? "ok" : exchange.is_stopping ? "stopping" : "not ready");
    if (exchange.request.query.find("verbose") != nullptr) {
        json.key("checks").begin_array();
        for (const ReadinessCheck& check : checks) {
            json.begin_object().member("name", check.name).member("ready", check.is_ready);
            json.member("detail", check.detail).end_object();
        }
        json.end_array();
    }
    json.end_object();
    return {.status = is_ready ? 200 : 503, .body = json.take()};
}

}  // namespace genai::api
