// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/endpoints.hpp"
#include "base/json_writer.hpp"

namespace genai::api {

// Says that the process answers, whatever its dependencies do: restarting it would not mend them.
Response show_liveness(const Exchange&) { return {.body = R"({"status":"ok"})"}; }

namespace {

std::string_view status_of(Condition condition, const std::vector<ReadinessCheck>& checks) {
    if (condition == Condition::kDraining) return "draining";
    bool is_loaded =
        std::all_of(checks.begin(), checks.end(), [](const ReadinessCheck& check) { return check.is_ready; });
    if (!is_loaded) return "loading";
    return condition == Condition::kSaturated ? "saturated" : "ok";
}

}  // namespace

// Says whether requests should be sent here, and why not; `?verbose` names each check.
Response show_readiness(const Exchange& exchange) {
    auto checks = exchange.services.readiness();
    std::string_view status = status_of(exchange.condition, checks);
    JsonWriter json;
    json.begin_object().member("status", status);
    if (exchange.request.query.find("verbose") != nullptr) {
        json.key("checks").begin_array();
        for (const ReadinessCheck& check : checks) {
            json.begin_object().member("name", check.name).member("ready", check.is_ready);
            json.member("detail", check.detail).end_object();
        }
        json.end_array();
    }
    json.end_object();
    return {.status = status == "ok" ? 200 : 503, .body = json.take()};
}

}  // namespace genai::api
