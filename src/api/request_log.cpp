// SPDX-License-Identifier: Apache-2.0
#include "api/request_log.hpp"

namespace genai::api {
namespace {

constexpr const char* kCountName = "genai_http_requests_total";
constexpr const char* kCountHelp = "HTTP requests answered, by route and status";
constexpr const char* kSecondsName = "genai_http_request_duration_seconds";
constexpr const char* kSecondsHelp = "Time from a request's first byte to its answer";

}  // namespace

RequestLog::RequestLog(platform::Log& log, platform::Metrics& metrics)
    : log_(log),
      metrics_(metrics),
      in_flight_(metrics.gauge("genai_inflight_requests", "HTTP requests being answered")) {}

RequestLog::Series& RequestLog::series(std::string_view method, const Route* route, int status) {
    // Routes are a fixed array, so that an address is a stable key; a status needs ten bits.
    std::uint64_t key = (reinterpret_cast<std::uintptr_t>(route) << 10) ^ static_cast<std::uint64_t>(status);
    if (auto found = series_.find(key); found != series_.end()) return found->second;
    std::string name(route == nullptr ? "none" : route->pattern);
    std::string known_method(route == nullptr ? "other" : method);
    auto& count = metrics_.counter(kCountName, kCountHelp,
                                   {{"method", known_method}, {"route", name}, {"status", std::to_string(status)}});
    auto& seconds = metrics_.histogram(kSecondsName, kSecondsHelp, {{"method", known_method}, {"route", name}});
    return series_.emplace(key, Series{count, seconds}).first->second;
}

void RequestLog::ended(const Request& request, const Route* route, const Response& response,
                       std::chrono::steady_clock::duration took) {
    in_flight_.add(-1);
    std::chrono::duration<double> seconds = took;
    Series& kept = series(route == nullptr ? std::string_view() : route->method, route, response.status);
    kept.count.add();
    kept.seconds.observe(seconds.count());
    bool is_routine = route != nullptr && route->runs == Runs::kOnTheSpot;
    auto level = is_routine ? platform::LogLevel::kDebug : platform::LogLevel::kInfo;
    if (!log_.is_enabled(level)) return;
    auto write = is_routine ? &platform::Log::debug : &platform::Log::info;
    (log_.*write)("request", {{"request_id", request.id},
                              {"address", request.client},
                              {"method", request.method},
                              {"path", request.path},
                              {"status", response.status},
                              {"ms", seconds.count() * 1000},
                              {"bytes", response.bytes()},
                              {"why", response.detail, platform::LogField::Kind::kIfAny}});
}

void RequestLog::refused(const Response& response, std::string_view address) {
    series({}, nullptr, response.status).count.add();
    log_.info("request refused", {{"status", response.status}, {"address", address}, {"why", response.detail}});
}

}  // namespace genai::api
