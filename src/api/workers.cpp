// SPDX-License-Identifier: Apache-2.0
#include "api/workers.hpp"

#include <algorithm>
#include <optional>
#include <stop_token>
#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/limits.hpp"

namespace genai::api {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kDocumentThreads = 4;
constexpr std::size_t kDocumentQueueMax = 64;
constexpr std::size_t kQueryThreadsMin = 8;

std::size_t query_threads(const Settings& settings) {
    if (settings.query_concurrency > 0) return settings.query_concurrency;
    return std::max<std::size_t>(kQueryThreadsMin, 4 * std::thread::hardware_concurrency());
}

constexpr const char* kRefusedName = "genai_http_refused_total";
constexpr const char* kRefusedHelp = "Requests and connections turned away, by the limit that they met";

}  // namespace

// One request under way; shared by the coroutine that waits for it and the task that works on it.
struct Workers::Job {
    Job(asio::io_context& io, const Route& job_route, Request&& job_request, std::vector<std::string>&& values)
        : route(job_route), request(std::move(job_request)), path(std::move(values)), done(io) {}

    const Route& route;
    Request request;
    std::vector<std::string> path;
    Deadline deadline = Deadline::never();
    bool is_stopping = false;
    std::stop_source stop;
    std::chrono::steady_clock::time_point submitted = std::chrono::steady_clock::now();
    std::optional<Response> response;  // written by the task, read once it was posted back
    bool is_answered = false;          // on the thread of the connections
    asio::steady_timer done;           // its end, or its cancellation, wakes the coroutine
};

Workers::Workers(asio::io_context& io, const Settings& settings, Services& services, platform::Log& log,
                 platform::Metrics& metrics)
    : io_(io),
      settings_(settings),
      services_(services),
      log_(log),
      metrics_(metrics),
      refused_full_(metrics.counter(kRefusedName, kRefusedHelp, {{"limit", "queue"}})),
      refused_wait_(metrics.counter(kRefusedName, kRefusedHelp, {{"limit", "wait"}})),
      waiting_(metrics.gauge("genai_queries_waiting", "Questions that wait for their turn")),
      queries_({.name = "queries", .threads = query_threads(settings), .queue_max = settings.query_queue_max}),
      documents_({.name = "documents", .threads = kDocumentThreads, .queue_max = kDocumentQueueMax}) {}

Workers::~Workers() { stop_all(); }

platform::ThreadPool& Workers::pool_of(const Route& route) {
    return route.runs == Runs::kQueryPool ? queries_ : documents_;
}

// The boundary of a request: whatever an endpoint throws ends here.
Response Workers::answer(const Job& job) const {
    std::string what = "an exception of unknown type";
    try {
        return job.route.answer({.request = job.request,
                                 .path = job.path,
                                 .services = services_,
                                 .log = log_,
                                 .metrics = metrics_,
                                 .limits = {.deadline = job.deadline, .stop = job.stop.get_token()},
                                 .is_stopping = job.is_stopping});
    } catch (const std::exception& exception) {
        what = exception.what();
    } catch (...) {
    }
    log_.error("request failed", {{"request_id", job.request.id}, {"route", job.route.pattern}, {"error", what}});
    return to_response(Error{ErrorKind::kInternal, {}});
}

void Workers::work(Job& job) const {
    bool is_late = job.route.runs == Runs::kQueryPool &&
                   std::chrono::steady_clock::now() - job.submitted > settings_.query_wait_max;
    if (is_late) {
        refused_wait_.add();
        job.response = to_response(Error{ErrorKind::kOverloaded, "too many questions are waiting; try again later"});
    } else {
        job.response = answer(job);
    }
}

asio::awaitable<Response> Workers::run(const Route& route, Request request, std::vector<std::string> path,
                                       Deadline deadline, bool is_stopping) {
    auto job = std::make_shared<Job>(io_, route, std::move(request), std::move(path));
    job->deadline = deadline;
    job->is_stopping = is_stopping;
    if (route.runs == Runs::kOnTheSpot) co_return answer(*job);

    auto submitted = pool_of(route).submit([this, job] {
        work(*job);
        asio::post(io_, [job] {
            job->is_answered = true;
            job->done.cancel();
        });
    });
    if (!submitted) {
        refused_full_.add();
        co_return to_response(submitted.error());
    }
    auto place = jobs_.insert(jobs_.end(), job);
    waiting_.set(static_cast<double>(queries_.waiting()));
    job->done.expires_after(deadline.remaining() + kOverrun);
    co_await job->done.async_wait(asio::as_tuple(asio::use_awaitable));
    jobs_.erase(place);
    waiting_.set(static_cast<double>(queries_.waiting()));
    if (job->is_answered) co_return std::move(*job->response);
    job->stop.request_stop();
    log_.warning("request overran its deadline", {{"request_id", job->request.id}, {"route", route.pattern}});
    co_return to_response(Error{ErrorKind::kTimeout, "the request took longer than REQUEST_TIMEOUT"});
}

void Workers::stop_all() {
    for (const auto& weak : jobs_) {
        if (auto job = weak.lock()) job->stop.request_stop();
    }
}

}  // namespace genai::api
