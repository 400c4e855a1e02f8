// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <shared_mutex>

namespace genai::platform {

// Readers side by side or one writer, as std::shared_mutex; but a writer that waits is not overtaken by readers that
// come later, so that an unbroken stream of searches cannot hold a change up. Use with std::unique_lock and
// std::shared_lock. Not recursive: a reader that locks again while a writer waits would wait for ever.
class FairSharedMutex {
public:
    void lock() {
        const std::lock_guard turn(turn_);
        mutex_.lock();
    }
    void unlock() { mutex_.unlock(); }

    void lock_shared() {
        const std::lock_guard turn(turn_);
        mutex_.lock_shared();
    }
    void unlock_shared() { mutex_.unlock_shared(); }

private:
    std::mutex turn_;
    std::shared_mutex mutex_;
};

}  // namespace genai::platform
