// SPDX-License-Identifier: Apache-2.0
#include "platform/thread_pool.hpp"

#include <pthread.h>

namespace genai::platform {

ThreadPool::ThreadPool(ThreadPoolSettings settings) : settings_(std::move(settings)) {
    ensure(settings_.threads > 0, "a thread pool has at least one thread");
    for (std::size_t i = 0; i < settings_.threads; ++i) {
        threads_.emplace_back([this] { work(); });
        ::pthread_setname_np(threads_.back().native_handle(), settings_.name.substr(0, 15).c_str());
    }
}

ThreadPool::~ThreadPool() {
    {
        std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

Result<void> ThreadPool::submit(Task task) {
    {
        std::lock_guard lock(mutex_);
        // Idle threads have not taken their task yet, so room is counted over both.
        if (is_stopping_ || queue_.size() + running_ >= settings_.threads + settings_.queue_max) {
            return fail(ErrorKind::kOverloaded, settings_.name + ": all " + std::to_string(settings_.threads) +
                                                    " threads are busy and " + std::to_string(queue_.size()) +
                                                    " tasks wait; try again later");
        }
        queue_.push_back(std::move(task));
    }
    wake_.notify_one();
    return {};
}

std::size_t ThreadPool::waiting() const {
    std::lock_guard lock(mutex_);
    return queue_.size();
}

std::size_t ThreadPool::running() const {
    std::lock_guard lock(mutex_);
    return running_;
}

void ThreadPool::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return is_stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        Task task = std::move(queue_.front());
        queue_.pop_front();
        ++running_;
        lock.unlock();
        task();
        task = nullptr;  // what it holds is released before it counts as done
        lock.lock();
        --running_;
    }
}

}  // namespace genai::platform
