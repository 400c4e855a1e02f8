// SPDX-License-Identifier: Apache-2.0
#include "api/workers.hpp"

#include <algorithm>
#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/limits.hpp"
#include "api/turns.hpp"
#include "platform/thread_pool.hpp"

namespace genai::api {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kDocumentThreads = 4;
constexpr std::size_t kDocumentQueueMax = 64;
constexpr std::size_t kUploadThreads = 2;  // each waits for the disk
constexpr std::size_t kQueryThreadsMin = 8;
constexpr double kWaitShare = 0.25;
constexpr double kPaceWeight = 0.1;  // of the latest request in the average

std::size_t query_threads(const Settings& settings) {
    if (settings.query_concurrency > 0) return settings.query_concurrency;
    return std::max<std::size_t>(kQueryThreadsMin, 4 * std::thread::hardware_concurrency());
}

constexpr const char* kRefusedName = "genai_http_refused_total";
constexpr const char* kRefusedHelp = "Requests and connections turned away, by the limit that they met";

}  // namespace

// One request under way; shared by the coroutine that waits for it and the task that works on it.
struct Workers::Job {
    Job(asio::io_context& io, Call&& asked) : call(std::move(asked)), change(io) {}

    // From the first two on to one of the others, on the thread of the connections.
    enum class State { kWaiting, kRunning, kAnswered, kRefused, kWaitedTooLong, kOverran, kGone };

    const Call call;
    std::string turn;
    State state = State::kWaiting;
    Condition condition = Condition::kServing;
    std::stop_source stop;
    Clock::time_point submitted = Clock::now();
    Clock::time_point begun;
    std::optional<Response> response;  // written by the task, read once it was posted back
    asio::steady_timer change;         // its cancellation, at a change of the state, wakes the coroutine

    bool is_open() const { return state == State::kWaiting || state == State::kRunning; }
    void enter(State next) {
        state = next;
        change.cancel();
    }
};

// A pool and what waits for it.
struct Workers::Lane {
    using Seconds = std::chrono::duration<double>;

    Lane(platform::ThreadPoolSettings settings, std::size_t queue_max, Clock::duration longest_wait)
        : threads(settings.threads), waiting_max(queue_max), wait_max(longest_wait), pool(std::move(settings)) {}

    const std::size_t threads;
    const std::size_t waiting_max;
    const Clock::duration wait_max;
    Turns<std::shared_ptr<Job>> waiting;
    std::size_t running = 0;
    Seconds pace{0};  // how long a request takes, on the average of late
    platform::ThreadPool pool;

    void note(Seconds took) { pace += (pace.count() > 0 ? kPaceWeight : 1) * (took - pace); }

    // How many may wait: as many as get their turn in a quarter of the time at the pace of late, for the pace varies,
    // and whoever is refused should not have waited before.
    std::size_t places() const {
        if (pace.count() <= 0) return waiting_max;
        double in_time = kWaitShare * Seconds(wait_max) / pace * static_cast<double>(threads);
        return static_cast<std::size_t>(std::min(in_time, static_cast<double>(waiting_max)));
    }
    double load() const {
        if (running < threads) return 0;
        std::size_t most = places();
        return most == 0 ? 1 : static_cast<double>(waiting.size()) / static_cast<double>(most);
    }
};

// A pool's own queue holds what was handed over while a thread ends its last task: never more than its threads.
Workers::Workers(asio::io_context& io, const Settings& settings, Services& services, platform::Log& log,
                 platform::Metrics& metrics)
    : io_(io),
      settings_(settings),
      services_(services),
      log_(log),
      metrics_(metrics),
      refused_full_(metrics.counter(kRefusedName, kRefusedHelp, {{"limit", "queue"}})),
      refused_wait_(metrics.counter(kRefusedName, kRefusedHelp, {{"limit", "wait"}})),
      refused_memory_(metrics.counter(kRefusedName, kRefusedHelp, {{"limit", "memory"}})),
      gone_(metrics.counter("genai_http_clients_gone_total", "Requests called off because their client had left")),
      waiting_(metrics.gauge("genai_queries_waiting", "Questions that wait for their turn")) {
    const std::size_t threads = query_threads(settings);
    queries_ = std::make_unique<Lane>(
        platform::ThreadPoolSettings{.name = "queries", .threads = threads, .queue_max = threads},
        settings.query_queue_max, settings.query_wait_max);
    documents_ = std::make_unique<Lane>(
        platform::ThreadPoolSettings{.name = "documents", .threads = kDocumentThreads, .queue_max = kDocumentThreads},
        kDocumentQueueMax, settings.request_timeout);
    uploads_ = std::make_unique<Lane>(
        platform::ThreadPoolSettings{.name = "uploads_end", .threads = kUploadThreads, .queue_max = kUploadThreads},
        kUploadsMax, settings.request_timeout);
}

Workers::~Workers() { stop_all(); }

Workers::Lane& Workers::lane_of(const Route& route) {
    if (route.runs == Runs::kUploadPool) return *uploads_;
    return route.runs == Runs::kQueryPool ? *queries_ : *documents_;
}

// The boundary of a request: whatever an endpoint throws ends here.
Response Workers::answer(const Job& job) {
    std::string what = "an exception of unknown type";
    try {
        return job.call.route->answer({.request = job.call.request,
                                       .path = job.call.path,
                                       .services = services_,
                                       .log = log_,
                                       .metrics = metrics_,
                                       .limits = {.deadline = job.call.deadline, .stop = job.stop.get_token()},
                                       .condition = job.condition});
    } catch (const std::exception& exception) {
        what = exception.what();
    } catch (...) {
    }
    log_.error("request failed",
               {{"request_id", job.call.request.id}, {"route", job.call.route->pattern}, {"error", what}});
    return to_response(Error{ErrorKind::kInternal, {}});
}

bool Workers::is_memory_short() {
    auto now = Clock::now();
    if (now >= memory_looked_ + kMemoryLook) {
        memory_looked_ = now;
        memory_share_ = services_.memory_share();
    }
    return memory_share_ >= kMemoryShareForQueries;
}

Condition Workers::condition() {
    if (is_draining_) return Condition::kDraining;
    saturation_.observe(is_memory_short() ? 1 : queries_->load(), Clock::now());
    return saturation_.is_saturated() ? Condition::kSaturated : Condition::kServing;
}

asio::awaitable<Response> Workers::run(Call call) {
    auto job = std::make_shared<Job>(io_, std::move(call));
    job->condition = condition();
    if (job->call.route->runs == Runs::kOnTheSpot) co_return answer(*job);

    Lane& lane = lane_of(*job->call.route);
    auto refused = admit(lane, job);
    waiting_.set(static_cast<double>(queries_->waiting.size()));
    if (refused) co_return std::move(*refused);
    auto place = jobs_.insert(jobs_.end(), job);
    {
        std::stop_callback on_gone(job->call.gone, [this, &lane, &job] { leave(lane, job); });
        while (job->is_open()) {
            const auto state = job->state;
            auto left = job->call.deadline.remaining() + kOverrun;
            if (state == Job::State::kWaiting) left = std::min(left, lane.wait_max - (Clock::now() - job->submitted));
            job->change.expires_after(left);
            auto [woken] = co_await job->change.async_wait(asio::as_tuple(asio::use_awaitable));
            if (!woken && job->state == state) give_up(lane, job);
        }
    }
    jobs_.erase(place);
    waiting_.set(static_cast<double>(queries_->waiting.size()));
    co_return conclude(*job);
}

std::optional<Response> Workers::admit(Lane& lane, const std::shared_ptr<Job>& job) {
    bool is_question = &lane == queries_.get();
    if (is_question && is_memory_short()) {
        refused_memory_.add();
        return to_response(Error{ErrorKind::kOverloaded, "the server is short of memory; try again later"});
    }
    if (lane.running < lane.threads) {
        start(lane, job);
        return std::nullopt;
    }
    job->turn = job->call.client.empty() ? "#" + std::to_string(++turns_) : job->call.client;
    auto admission = lane.waiting.add(job->turn, job, lane.places());
    using Outcome = Turns<std::shared_ptr<Job>>::Outcome;
    if (admission.outcome == Outcome::kWaits) return std::nullopt;
    refused_full_.add();
    if (admission.outcome == Outcome::kDisplaced) {
        (*admission.displaced)->enter(Job::State::kRefused);
        return std::nullopt;
    }
    job->state = Job::State::kRefused;
    return conclude(*job);
}

void Workers::start(Lane& lane, const std::shared_ptr<Job>& job) {
    ++lane.running;
    job->begun = Clock::now();
    job->enter(Job::State::kRunning);
    auto submitted = lane.pool.submit([this, &lane, job] {
        job->response = answer(*job);
        asio::post(io_, [this, &lane, job] { finish(lane, *job); });
    });
    ensure(submitted.has_value(), "a pool has room for as many tasks as it has threads");
}

void Workers::finish(Lane& lane, Job& job) {
    --lane.running;
    if (job.state != Job::State::kGone) lane.note(Clock::now() - job.begun);
    if (job.state == Job::State::kRunning) job.enter(Job::State::kAnswered);
    while (lane.running < lane.threads) {
        auto next = lane.waiting.next();
        if (!next) break;
        start(lane, *next);
    }
}

void Workers::leave(Lane& lane, const std::shared_ptr<Job>& job) {
    if (!job->is_open()) return;
    gone_.add();
    lane.waiting.remove(job->turn, job);
    job->stop.request_stop();
    job->enter(Job::State::kGone);
}

// What it waited for did not come in time.
void Workers::give_up(Lane& lane, const std::shared_ptr<Job>& job) {
    if (job->state == Job::State::kWaiting) {
        refused_wait_.add();
        lane.waiting.remove(job->turn, job);
        job->enter(Job::State::kWaitedTooLong);
        return;
    }
    job->stop.request_stop();
    job->enter(Job::State::kOverran);
    log_.warning("request overran its deadline",
                 {{"request_id", job->call.request.id}, {"route", job->call.route->pattern}});
}

Response Workers::conclude(Job& job) const {
    switch (job.state) {
        case Job::State::kAnswered: return std::move(*job.response);
        case Job::State::kOverran:
            return to_response(Error{ErrorKind::kTimeout, "the request took longer than REQUEST_TIMEOUT"});
        case Job::State::kGone: return {.status = kStatusClientGone, .body = {}};
        case Job::State::kWaitedTooLong:
            return to_response(Error{ErrorKind::kOverloaded, "the request waited too long for its turn; try again"});
        default: return to_response(Error{ErrorKind::kOverloaded, "too many requests are waiting; try again later"});
    }
}

void Workers::stop_all() {
    for (const auto& weak : jobs_) {
        if (auto job = weak.lock()) job->stop.request_stop();
    }
}

}  // namespace genai::api
