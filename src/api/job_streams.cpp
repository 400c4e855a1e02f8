// SPDX-License-Identifier: Apache-2.0
#include "api/job_streams.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/job_json.hpp"
#include "api/limits.hpp"

namespace genai::api {
namespace {

namespace asio = boost::asio;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);

std::string to_event(std::string_view name, std::string_view json) {
    return "event: " + std::string(name) + "\ndata: " + std::string(json) + "\n\n";
}

std::string to_text(const jobs::Job& job, jobs::Time now) {
    JsonWriter json;
    write_job(json, job, now);
    return json.take();
}

}  // namespace

JobStream::JobStream(asio::io_context& io, std::shared_ptr<Set> all, std::string id)
    : all_(std::move(all)), id_(std::move(id)), change_(io) {
    all_->insert(this);
}

JobStream::~JobStream() { all_->erase(this); }

asio::awaitable<std::optional<std::string>> JobStream::next() {
    const auto comment_at = std::chrono::steady_clock::now() + kStreamComment;
    while (!pending_ && !is_over_) {
        change_.expires_at(comment_at);
        auto [woken] = co_await change_.async_wait(kNoThrow);
        if (!woken && !pending_ && !is_over_) co_return ": still here\n\n";
    }
    co_return std::exchange(pending_, std::nullopt);
}

void JobStream::leave() {
    is_over_ = true;
    pending_.reset();
    change_.cancel();
}

void JobStream::offer(const jobs::Job& job, jobs::Time now) {
    if (is_over_) return;
    std::string seen = to_text(job, jobs::Time{});  // without the time left, which passes by itself
    if (shown_ == seen) return;
    shown_ = std::move(seen);
    is_over_ = is_final(job.state);
    pending_ = to_event(is_over_ ? "done" : "progress", to_text(job, now));
    change_.cancel();
}

void JobStream::fail(std::string_view code, std::string_view retryable) {
    if (is_over_) return;
    is_over_ = true;
    JsonWriter json;
    json.begin_object().member("code", code).key("retryable").raw(retryable).end_object();
    pending_ = to_event("error", json.take());
    change_.cancel();
}

// What is looked at, and what was seen: nothing for a job that is not there, no entry for one that could not be looked
// at.
struct JobStreams::Look {
    std::unordered_set<std::string> ids;
    std::unordered_map<std::string, std::optional<jobs::Job>> jobs;
};

JobStreams::JobStreams(asio::io_context& io, Services& services, platform::Log& log, platform::Metrics& metrics)
    : io_(io),
      services_(services),
      log_(log),
      open_(metrics.gauge("genai_job_streams", "Clients that watch a job")),
      pool_({.name = "job_streams", .threads = 1, .queue_max = 1}) {}

std::shared_ptr<JobStream> JobStreams::open(const std::string& id) {
    if (streams_->size() >= kJobStreamsMax) return nullptr;
    auto stream = std::make_shared<JobStream>(io_, streams_, id);
    open_.set(static_cast<double>(streams_->size()));
    if (is_draining_) stream->fail("server_shutdown", "true");
    if (!std::exchange(is_looking_, true)) asio::co_spawn(io_, look_while_watched(), asio::detached);
    return stream;
}

void JobStreams::begin_drain() {
    is_draining_ = true;
    for (JobStream* stream : *streams_) stream->fail("server_shutdown", "true");
}

asio::awaitable<void> JobStreams::look_while_watched() {
    asio::steady_timer timer(io_);
    while (!streams_->empty()) {
        auto look = std::make_shared<Look>();
        for (const JobStream* stream : *streams_) look->ids.insert(stream->id_);
        // A pool that is still at the last look gets the next one later.
        (void)pool_.submit([this, look] {
            this->look(*look);
            asio::post(io_, [this, look] { show(*look); });
        });
        timer.expires_after(kJobLook);
        co_await timer.async_wait(kNoThrow);
        open_.set(static_cast<double>(streams_->size()));
    }
    is_looking_ = false;
}

void JobStreams::look(Look& look) {
    for (const std::string& id : look.ids) {
        auto job = services_.jobs().find(id);
        if (job) {
            look.jobs[id] = std::move(*job);
        } else {
            log_.warning("cannot look at a job that is watched", {{"job", id}, {"error", job.error().message}});
        }
    }
}

void JobStreams::show(const Look& look) {
    const auto now = std::chrono::system_clock::now();
    for (JobStream* stream : *streams_) {
        const auto seen = look.jobs.find(stream->id_);
        if (seen == look.jobs.end()) continue;
        if (seen->second) {
            stream->offer(*seen->second, now);
        } else {
            stream->fail("not_found", "false");
        }
    }
}

}  // namespace genai::api
