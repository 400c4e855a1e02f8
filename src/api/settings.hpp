// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/options.hpp"

namespace genai::api {

enum class Authentication { kKeys, kNone };

struct Settings {
    std::string host = "127.0.0.1";
    std::string allowed_hosts{};  // beside localhost and `host`, separated by commas; for loopback addresses
    std::uint16_t port = 8000;    // 0: a free one
    Authentication authentication = Authentication::kKeys;
    std::string trusted_proxies = "127.0.0.1,::1";  // addresses and networks, separated by commas

    std::chrono::milliseconds request_timeout{60'000};
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds keep_alive_timeout{75'000};
    std::chrono::milliseconds drain_delay{5'000};
    std::chrono::milliseconds drain_timeout{25'000};

    std::size_t request_bytes_max = 1 << 20;
    std::size_t upload_bytes_max = 100 << 20;
    std::chrono::milliseconds upload_timeout{600'000};
    std::size_t connections_max = 2000;
    std::size_t connections_per_address = 50;
    std::size_t query_concurrency = 0;  // 0: four for each core, at least eight
    std::size_t query_queue_max = 128;
    std::chrono::milliseconds query_wait_max{2'000};
};

// The names of ALLOWED_HOSTS, without spaces around them.
std::vector<std::string> list_of_hosts(std::string_view hosts);

void describe(Settings& settings, platform::Options& options);

}  // namespace genai::api
