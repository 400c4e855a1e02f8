// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "api/router.hpp"
#include "api/saturation.hpp"
#include "api/settings.hpp"
#include "platform/log.hpp"
#include "platform/metrics.hpp"

namespace genai::api {

// A request for a route, and who asks.
struct Call {
    const Route* route = nullptr;
    Request request;
    std::vector<std::string> path;
    Deadline deadline = Deadline::never();
    std::string client;    // shares one turn among all its requests; empty: each request has a turn of its own
    std::stop_token gone;  // the client has left
};

// Runs endpoints: on the spot, or in the pool of their route within the request's deadline. Requests wait by turns of
// their clients, as many as will be taken on in QUERY_WAIT_MAX at the pace of late; more are refused at once. Whoever
// leaves gives up place and work. All is decided here, on the thread of the connections; endpoints run in the pools.
// Like connection.hpp for server.cpp only.
class Workers {
public:
    Workers(boost::asio::io_context& io, const Settings& settings, Services& services, platform::Log& log,
            platform::Metrics& metrics);
    ~Workers();

    boost::asio::awaitable<Response> run(Call call);

    // From now on /readyz says no.
    void begin_drain() { is_draining_ = true; }
    // Calls off whatever is running.
    void stop_all();

private:
    struct Job;
    struct Lane;
    using Clock = std::chrono::steady_clock;

    Lane& lane_of(const Route& route);
    Response answer(const Job& job);
    Condition condition();
    bool is_memory_short();

    // Each ends with a state of the job that its coroutine is woken by.
    std::optional<Response> admit(Lane& lane, const std::shared_ptr<Job>& job);
    void start(Lane& lane, const std::shared_ptr<Job>& job);
    void finish(Lane& lane, Job& job);
    void leave(Lane& lane, const std::shared_ptr<Job>& job);
    void give_up(Lane& lane, const std::shared_ptr<Job>& job);
    Response conclude(Job& job) const;

    boost::asio::io_context& io_;
    const Settings& settings_;
    Services& services_;
    platform::Log& log_;
    platform::Metrics& metrics_;
    platform::Counter& refused_full_;
    platform::Counter& refused_wait_;
    platform::Counter& refused_memory_;
    platform::Counter& gone_;
    platform::Gauge& waiting_;
    std::list<std::weak_ptr<Job>> jobs_;
    std::uint64_t turns_ = 0;  // given to requests that share none
    Saturation saturation_;
    bool is_draining_ = false;
    Clock::time_point memory_looked_ = Clock::time_point::min();
    double memory_share_ = 0;
    std::unique_ptr<Lane> queries_;
    std::unique_ptr<Lane> documents_;
    std::unique_ptr<Lane> uploads_;
};

}  // namespace genai::api
