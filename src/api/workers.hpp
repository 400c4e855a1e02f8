// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "api/router.hpp"
#include "api/settings.hpp"
#include "platform/log.hpp"
#include "platform/thread_pool.hpp"

namespace genai::api {

// Runs endpoints: on the spot or in the pool of their route, within the request's deadline. A full queue, a wait that
// is too long and an overrun deadline are answered here. Used on the thread of the connections; endpoints run in the
// pools. Like connection.hpp for server.cpp only.
class Workers {
public:
    Workers(boost::asio::io_context& io, const Settings& settings, Services& services, platform::Log& log,
            platform::Metrics& metrics);
    ~Workers();

    boost::asio::awaitable<Response> run(const Route& route, Request request, std::vector<std::string> path,
                                         Deadline deadline, bool is_stopping);

    // Calls off whatever is running.
    void stop_all();

private:
    struct Job;
    platform::ThreadPool& pool_of(const Route& route);
    void work(Job& job) const;
    Response answer(const Job& job) const;

    boost::asio::io_context& io_;
    const Settings& settings_;
    Services& services_;
    platform::Log& log_;
    platform::Metrics& metrics_;
    platform::Counter& refused_full_;
    platform::Counter& refused_wait_;
    platform::Gauge& waiting_;
    std::list<std::weak_ptr<Job>> jobs_;
    platform::ThreadPool queries_;
    platform::ThreadPool documents_;
};

}  // namespace genai::api
