// SPDX-License-Identifier: Apache-2.0
#include "api/host_rule.hpp"

#include <algorithm>

#include "api/authority.hpp"

namespace genai::api {

HostRule HostRule::for_loopback(const Settings& settings) {
    HostRule rule;
    rule.names_ = {"localhost", "127.0.0.1", "[::1]"};
    std::vector<std::string> others = list_of_hosts(settings.allowed_hosts);
    others.push_back(settings.host);
    for (const std::string& other : others) {
        bool is_bare_ipv6 = other.find(':') != other.npos && !other.starts_with('[');
        auto name = host_of_authority(is_bare_ipv6 ? "[" + other + "]" : other);
        bool is_known = !name || std::find(rule.names_.begin(), rule.names_.end(), *name) != rule.names_.end();
        if (!is_known) rule.names_.push_back(std::move(*name));
    }
    return rule;
}

// A request without Host is HTTP/1.0's and comes from no browser.
std::optional<Response> HostRule::check(const Request& request) const {
    if (names_.empty()) return std::nullopt;
    if (request.has_header("host") && !is_allowed(host_of_authority(request.header("host")))) {
        return refuse("the host", request.header("host"));
    }
    if (request.target_authority && !is_allowed(host_of_authority(*request.target_authority))) {
        return refuse("the host", *request.target_authority);
    }
    if (request.has_header("origin") && !is_allowed(host_of_origin(request.header("origin")))) {
        return refuse("a page of the origin", request.header("origin"));
    }
    return std::nullopt;
}

bool HostRule::is_allowed(const std::optional<std::string>& host) const {
    return host && std::find(names_.begin(), names_.end(), *host) != names_.end();
}

Response HostRule::refuse(std::string_view what, std::string_view value) const {
    std::string names;
    for (const std::string& name : names_) names += (names.empty() ? "" : ", ") + name;
    return to_detail(403, "this server does not answer for " + std::string(what) + " \"" + std::string(value) +
                              "\", only for " + names + "; ALLOWED_HOSTS adds names");
}

}  // namespace genai::api
