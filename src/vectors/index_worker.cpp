// SPDX-License-Identifier: Apache-2.0
#include "vectors/index_worker.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace genai::vectors {

namespace {

constexpr const char* kThreadName = "genai-index";
constexpr int kNiceness = 10;
// Under unbroken changes a scope's turn comes after so many quiet times.
constexpr int kQuietTimesMax = 10;
constexpr std::chrono::milliseconds kLookAtLimitsEvery{50};

}  // namespace

IndexWorker::IndexWorker(Task task, std::chrono::milliseconds quiet)
    : task_(std::move(task)), quiet_(quiet), thread_([this](const std::stop_token& stop) { work(stop); }) {}

void IndexWorker::note(const Scope& scope) {
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    Waiting& waiting = waiting_.try_emplace(scope, Waiting{now, now}).first->second;
    waiting.due = std::min(now + quiet_, waiting.first + kQuietTimesMax * quiet_);
    changed_.notify_all();
}

Result<void> IndexWorker::settle(const Limits& limits) {
    std::unique_lock lock(mutex_);
    ++settling_;
    changed_.notify_all();
    Result<void> outcome;
    while (outcome && (is_running_ || !waiting_.empty())) {
        changed_.wait_for(lock, kLookAtLimitsEvery);
        outcome = limits.check("waiting for the index");
    }
    --settling_;
    return outcome;
}

void IndexWorker::work(const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), kThreadName);
    // On Linux a thread has a niceness of its own. Refused or not: the work is the same.
    [[maybe_unused]] const int refused = setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto next = std::min_element(waiting_.begin(), waiting_.end(),
                                           [](const auto& a, const auto& b) { return a.second.due < b.second.due; });
        if (next == waiting_.end()) {
            changed_.wait(lock, stop, [this] { return !waiting_.empty(); });
            continue;
        }
        if (const auto due = next->second.due; settling_ == 0 && due > Clock::now()) {
            changed_.wait_until(lock, stop, due, [this] { return settling_ > 0; });
            continue;
        }
        const Scope scope = next->first;
        waiting_.erase(next);
        is_running_ = true;
        lock.unlock();
        task_(scope, stop);
        lock.lock();
        is_running_ = false;
        changed_.notify_all();
    }
}

}  // namespace genai::vectors
