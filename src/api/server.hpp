// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "api/services.hpp"
#include "api/settings.hpp"
#include "base/result.hpp"
#include "platform/log.hpp"
#include "platform/metrics.hpp"

namespace genai::api {

// The HTTP server: one thread for all connections, pools for the work behind them. Uses what it is given, which must
// outlive it. Limits and time-outs: settings.hpp and limits.hpp.
class Server {
public:
    Server(const Settings& settings, Services& services, platform::Log& log, platform::Metrics& metrics);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Takes the address and port. Refuses to be reachable beyond this machine without keys, unless AUTH=none.
    Result<void> listen();
    // The port taken, once listen() has succeeded.
    std::uint16_t port() const;

    // While run() runs, makes SIGTERM stop it after DRAIN_DELAY and SIGINT, which people press, without.
    void stop_on_signals();

    enum class End {
        kDrained,  // every request that had begun was answered
        kCutOff,   // stopped a second time, or the drain took too long: work may still be running, exit without waiting
    };
    // Serves on this thread until stopped.
    End run();

    // From any thread. /readyz answers 503 at once; then, or after DRAIN_DELAY, no connection is accepted any more, and
    // what is in flight has DRAIN_TIMEOUT to finish. A second call cuts off at once.
    enum class Haste { kNoDelay, kAfterDelay };
    void stop(Haste haste = Haste::kNoDelay);

private:
    class Core;
    std::unique_ptr<Core> core_;
};

}  // namespace genai::api
