// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/scope.hpp"

namespace genai::vectors {

// One thread, "genai-index", at low priority, that looks after scopes some time after they changed: not while changes
// keep coming, but not put off for ever either. A scope waits once however often it is noted, so the queue is no longer
// than there are scopes. Destruction stops the task that runs and waits for it. Safe to use from several threads.
class IndexWorker {
public:
    // The task ends soon once its token asks for it, and throws nothing.
    using Task = std::function<void(const Scope&, const std::stop_token&)>;

    IndexWorker(Task task, std::chrono::milliseconds quiet);

    void note(const Scope& scope);
    // Runs what is waiting now, and waits for its end.
    Result<void> settle(const Limits& limits);

private:
    using Clock = std::chrono::steady_clock;
    struct Waiting {
        Clock::time_point first;  // noted
        Clock::time_point due;
    };
    void work(const std::stop_token& stop);

    const Task task_;
    const std::chrono::milliseconds quiet_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<Scope, Waiting> waiting_;
    std::size_t settling_ = 0;  // calls that wait for the end
    bool is_running_ = false;
    std::jthread thread_;  // the last member, so that it ends before the others do
};

}  // namespace genai::vectors
