// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "api/http.hpp"
#include "api/router.hpp"
#include "platform/log.hpp"
#include "platform/metrics.hpp"

namespace genai::api {

// Counts, times and logs requests as they end. Health and metrics routes are asked by machines all day: debug level.
// Not thread-safe: for the thread of the connections.
class RequestLog {
public:
    RequestLog(platform::Log& log, platform::Metrics& metrics);

    void began() { in_flight_.add(1); }
    // `route` is null for a request that found none.
    void ended(const Request& request, const Route* route, const Response& response,
               std::chrono::steady_clock::duration took);
    // A request that could not be read.
    void refused(const Response& response, std::string_view address);

private:
    struct Series {
        platform::Counter& count;
        platform::Histogram& seconds;
    };
    Series& series(std::string_view method, const Route* route, int status);

    platform::Log& log_;
    platform::Metrics& metrics_;
    platform::Gauge& in_flight_;
    std::unordered_map<std::uint64_t, Series> series_;  // by route and status: no look-up by text for each request
};

}  // namespace genai::api
