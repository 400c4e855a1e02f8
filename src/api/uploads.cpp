// SPDX-License-Identifier: Apache-2.0
#include "api/uploads.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/limits.hpp"

namespace genai::api {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kThreads = 2;

// A piece of work in the pool; shared by the coroutine that waits for it and the task that does it.
struct Task {
    explicit Task(asio::io_context& io) : done(io, asio::steady_timer::time_point::max()) {}
    std::optional<Response> refused;  // written by the task, read once it was posted back
    bool is_done = false;             // on the thread of the connections
    asio::steady_timer done;
};

}  // namespace

Uploads::Uploads(asio::io_context& io, Services& services, platform::Log& log, platform::Metrics& metrics)
    : io_(io),
      services_(services),
      log_(log),
      refused_(metrics.counter("genai_http_refused_total", "Requests and connections turned away, by the limit that they met",
                               {{"limit", "uploads"}})),
      open_gauge_(metrics.gauge("genai_uploads", "Uploads that are arriving")),
      pool_({.name = "uploads", .threads = kThreads, .queue_max = kUploadsMax}) {}

asio::awaitable<std::optional<Response>> Uploads::begin(Request& request) {
    if (*open_ >= kUploadsMax) {
        refused_.add();
        co_return to_response(Error{ErrorKind::kOverloaded, "too many uploads are arriving; try again later"});
    }
    auto begun = std::make_shared<std::shared_ptr<UploadReceiver>>();
    ++*open_;
    open_gauge_.add(1);
    // Frees the place with the last who holds the upload, on whatever thread that is.
    std::shared_ptr<void> place(nullptr, [open = open_, &gauge = open_gauge_](void*) {
        --*open;
        gauge.add(-1);
    });
    // A name of its own: GCC 12 destroys what is made within a co_await expression twice.
    Work work = [this, begun, &request]() -> std::optional<Response> {
        auto receiver = UploadReceiver::begin(request, services_.jobs());
        if (!receiver) return std::move(receiver.error());
        *begun = std::move(*receiver);
        return std::nullopt;
    };
    auto refused = co_await run(std::move(work));
    if (refused) co_return refused;
    auto* receiver = begun->get();
    request.upload = {receiver, [begun, place](UploadReceiver*) { begun->reset(); }};
    co_return std::nullopt;
}

asio::awaitable<std::optional<Response>> Uploads::put(std::shared_ptr<UploadReceiver> upload, std::string piece) {
    Work work = [upload = std::move(upload), piece = std::move(piece)] { return upload->put(piece); };
    auto refused = co_await run(std::move(work));
    co_return refused;
}

// The boundary of a request, as Workers' is: whatever is thrown ends here.
std::optional<Response> Uploads::guarded(const Work& work) {
    std::string what = "an exception of unknown type";
    try {
        return work();
    } catch (const std::exception& exception) {
        what = exception.what();
    } catch (...) {
    }
    log_.error("upload failed", {{"error", what}});
    return to_response(Error{ErrorKind::kInternal, {}});
}

asio::awaitable<std::optional<Response>> Uploads::run(Work work) {
    auto task = std::make_shared<Task>(io_);
    auto submitted = pool_.submit([this, task, work = std::move(work)]() mutable {
        task->refused = guarded(work);
        work = nullptr;
        asio::post(io_, [task] {
            task->is_done = true;
            task->done.cancel();
        });
    });
    if (!submitted) co_return to_response(submitted.error());
    while (!task->is_done) co_await task->done.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return std::move(task->refused);
}

}  // namespace genai::api
