// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/http.hpp"
#include "api/settings.hpp"

namespace genai::api {

// Which names a server on a loopback address, where no key is asked for, answers to. A web page of anyone can let its
// own name point to 127.0.0.1 (DNS rebinding) and would then ask with it; so the Host and the Origin must be this
// machine's. Beyond loopback any name is answered, for it is the proxy's affair. Never changes; safe for all threads.
class HostRule {
public:
    static HostRule for_loopback(const Settings& settings);
    static HostRule for_any_name() { return {}; }

    // A 403 for a request that asks for another host or comes from another host's page.
    std::optional<Response> check(const Request& request) const;

private:
    bool is_allowed(const std::optional<std::string>& host) const;
    Response refuse(std::string_view what, std::string_view value) const;

    std::vector<std::string> names_;  // in lower case; empty: any
};

}  // namespace genai::api
