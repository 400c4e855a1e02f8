// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace genai::platform {

struct ThreadPoolSettings {
    std::string name;  // of the threads, at most 15 letters; in error messages
    std::size_t threads = 1;
    std::size_t queue_max = 0;  // tasks that may wait beyond those that run
};

// Threads that run tasks in the order they came. The queue is bounded: when it is full a task is refused at once, so
// that load shows where it can be answered. A task must not throw. Destruction runs what was accepted, then joins.
// Safe to use from several threads; a task may submit further ones.
class ThreadPool {
public:
    explicit ThreadPool(ThreadPoolSettings settings);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    using Task = std::function<void()>;
    // kOverloaded when every thread is busy and the queue is full, or the pool is being destroyed.
    Result<void> submit(Task task);

    std::size_t waiting() const;  // tasks in the queue
    std::size_t running() const;

private:
    void work();

    const ThreadPoolSettings settings_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> queue_;
    std::size_t running_ = 0;
    bool is_stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace genai::platform
