// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "api/http.hpp"
#include "api/services.hpp"
#include "api/upload_receiver.hpp"
#include "platform/log.hpp"
#include "platform/metrics.hpp"
#include "platform/thread_pool.hpp"

namespace genai::api {

// Brings the pieces of uploads from the thread of the connections to the disk: in a pool of their own, so that a disk
// that is slow delays uploads and nothing else. At most kUploadsMax arrive at a time. Like connection.hpp for server.cpp
// only.
class Uploads {
public:
    Uploads(boost::asio::io_context& io, Services& services, platform::Log& log, platform::Metrics& metrics);

    // Sets request.upload; the refusal of a request that cannot become one.
    boost::asio::awaitable<std::optional<Response>> begin(Request& request);
    // The next piece of its body.
    boost::asio::awaitable<std::optional<Response>> put(std::shared_ptr<UploadReceiver> upload, std::string piece);

private:
    using Work = std::function<std::optional<Response>()>;
    boost::asio::awaitable<std::optional<Response>> run(Work work);
    std::optional<Response> guarded(const Work& work);

    boost::asio::io_context& io_;
    Services& services_;
    platform::Log& log_;
    platform::Counter& refused_;
    platform::Gauge& open_gauge_;
    std::shared_ptr<std::atomic<std::size_t>> open_ = std::make_shared<std::atomic<std::size_t>>(0);  // with each upload
    platform::ThreadPool pool_;
};

}  // namespace genai::api
