// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "api/services.hpp"
#include "platform/log.hpp"
#include "platform/metrics.hpp"
#include "platform/thread_pool.hpp"

namespace genai::api {

// One client's view of one job as server-sent events: "progress" with the job each time that what it says has changed,
// "done" with it once it has ended, "error" when the server goes away or the job does. Of changes that come faster than
// the client reads, the last one counts. On the thread of the connections.
class JobStream {
public:
    using Set = std::unordered_set<JobStream*>;
    // Enters itself into `all` and goes from it with its end.
    JobStream(boost::asio::io_context& io, std::shared_ptr<Set> all, std::string id);
    ~JobStream();
    JobStream(const JobStream&) = delete;
    JobStream& operator=(const JobStream&) = delete;

    // The next text to send, a comment when nothing has happened for kStreamComment; nothing at the end.
    boost::asio::awaitable<std::optional<std::string>> next();
    // Ends it; next() returns nothing.
    void leave();

private:
    friend class JobStreams;
    void offer(const jobs::Job& job, jobs::Time now);
    void fail(std::string_view code, std::string_view retryable);

    const std::shared_ptr<Set> all_;  // owned with JobStreams, which a stream may outlive
    const std::string id_;
    std::string shown_;  // the job as it was offered last
    std::optional<std::string> pending_;
    bool is_over_ = false;
    boost::asio::steady_timer change_;  // its cancellation wakes next()
};

// The streams of all clients: looks at their jobs every kJobLook, all of them in one task, while there are any. At most
// kJobStreamsMax. Like connection.hpp for server.cpp only.
class JobStreams {
public:
    JobStreams(boost::asio::io_context& io, Services& services, platform::Log& log, platform::Metrics& metrics);

    // Nothing when there are too many already.
    std::shared_ptr<JobStream> open(const std::string& id);
    // Ends all of them with an event that says so.
    void begin_drain();

private:
    struct Look;
    boost::asio::awaitable<void> look_while_watched();
    void look(Look& look);
    void show(const Look& look);

    boost::asio::io_context& io_;
    Services& services_;
    platform::Log& log_;
    platform::Gauge& open_;
    std::shared_ptr<JobStream::Set> streams_ = std::make_shared<JobStream::Set>();  // owned with each stream
    bool is_looking_ = false;
    bool is_draining_ = false;
    platform::ThreadPool pool_;
};

}  // namespace genai::api
