// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.hpp"
#include "api/services.hpp"
#include "base/limits.hpp"
#include "platform/log.hpp"
#include "platform/metrics.hpp"

namespace genai::api {

// Whether requests should be sent to this server: not while it goes away, nor while it has had too much for some time.
enum class Condition { kServing, kSaturated, kDraining };

// What an endpoint is given to answer one request with.
struct Exchange {
    const Request& request;
    std::vector<std::string> path;  // the values of the route's {}, decoded
    Services& services;
    platform::Log& log;
    platform::Metrics& metrics;
    Limits limits;
    Condition condition = Condition::kServing;
};

// Where an endpoint runs: the ones that only look at what is in memory on the spot, those that may block in a pool.
// kUploadPool: the body is received piece by piece, as Request::upload.
enum class Runs { kOnTheSpot, kQueryPool, kDocumentPool, kUploadPool };

struct Route {
    std::string_view method;
    std::string_view pattern;  // "/documents/{id}"
    Runs runs = Runs::kOnTheSpot;
    Response (*answer)(const Exchange& exchange) = nullptr;
};

// All routes of the server.
std::span<const Route> routes();

// The route for a request. When there is none, `route` is null and `refusal` is FastAPI's answer: 404, 405 with Allow,
// or 307 to the same path with or without the last slash. HEAD finds the route of GET.
struct Match {
    const Route* route = nullptr;
    std::vector<std::string> path;
    Response refusal;
};
Match find_route(std::span<const Route> routes, const Request& request);

}  // namespace genai::api
