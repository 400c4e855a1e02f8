// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <string>

#include "base/result.hpp"

namespace genai {

// A point in time on the steady clock after which nobody waits for the result any more.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;

    static Deadline never() { return Deadline(Clock::time_point::max()); }
    static Deadline after(Clock::duration duration) { return Deadline(Clock::now() + duration); }

    bool is_expired() const { return point_ != Clock::time_point::max() && Clock::now() >= point_; }
    // Never negative; Clock::duration::max() for never().
    Clock::duration remaining() const {
        if (point_ == Clock::time_point::max()) return Clock::duration::max();
        return std::max(point_ - Clock::now(), Clock::duration::zero());
    }

private:
    explicit Deadline(Clock::time_point point) : point_(point) {}
    Clock::time_point point_;
};

// How long a call may take and who may call it off; passed down to everything that takes longer than a millisecond.
struct Limits {
    Deadline deadline = Deadline::never();
    std::stop_token stop;

    // An error of kind cancelled or timeout when the work should end; `what` says which work ("search").
    Result<void> check(const char* what) const {
        if (stop.stop_requested()) return fail(ErrorKind::kCancelled, std::string(what) + " was cancelled");
        if (deadline.is_expired()) return fail(ErrorKind::kTimeout, std::string(what) + " ran past its deadline");
        return {};
    }
};

}  // namespace genai
