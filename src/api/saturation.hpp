// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

namespace genai::api {

// Says when a server has had too much for so long that requests should go elsewhere, with a hysteresis, so that a burst
// changes nothing and a load balancer does not see it come and go: from kSaturatedFrom of its places taken for
// kSaturatedAfter on end, until fewer than kSaturatedUntil are. Fed by whoever knows the load. Not thread-safe.
class Saturation {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr double kSaturatedFrom = 0.8;
    static constexpr double kSaturatedUntil = 0.5;
    static constexpr std::chrono::seconds kSaturatedAfter{3};

    // `load` is the share of the places that is taken, 1 when there is none left.
    void observe(double load, Clock::time_point now) {
        if (load < (is_saturated_ ? kSaturatedUntil : kSaturatedFrom)) {
            is_saturated_ = false;
            since_.reset();
        } else if (!since_) {
            since_ = now;
        } else if (now - *since_ >= kSaturatedAfter) {
            is_saturated_ = true;
        }
    }
    bool is_saturated() const { return is_saturated_; }

private:
    std::optional<Clock::time_point> since_;  // when the load last rose to kSaturatedFrom
    bool is_saturated_ = false;
};

}  // namespace genai::api
