// SPDX-License-Identifier: Apache-2.0
#include "api/settings.hpp"

#include <algorithm>

#include "api/address_set.hpp"
#include "api/authority.hpp"

namespace genai::api {

std::vector<std::string> list_of_hosts(std::string_view hosts) {
    std::vector<std::string> names;
    while (!hosts.empty()) {
        auto end = std::min(hosts.find(','), hosts.size());
        std::string_view name = hosts.substr(0, end);
        hosts.remove_prefix(std::min(end + 1, hosts.size()));
        auto first = name.find_first_not_of(" \t");
        if (first == name.npos) continue;
        names.emplace_back(name.substr(first, name.find_last_not_of(" \t") - first + 1));
    }
    return names;
}

void describe(Settings& settings, platform::Options& options) {
    options.section("Server");
    options.add(
        "HOST", settings.host,
        "Address to listen on; beyond this machine only with keys, or with AUTH=none. On a loopback address only "
        "requests for localhost, 127.0.0.1, [::1], HOST and ALLOWED_HOSTS are answered, so that no web page "
        "can ask through the browser of who visits it (DNS rebinding)");
    options.add("ALLOWED_HOSTS", settings.allowed_hosts,
                "Further host names that a server on a loopback address answers to, separated by commas, such as the "
                "name that a proxy on this machine passes on");
    options.add("PORT", settings.port, "TCP port to listen on; 0 takes a free one");
    options.add("AUTH", settings.authentication, {{"keys", Authentication::kKeys}, {"none", Authentication::kNone}},
                "Who may ask: holders of a key, or everyone who can reach the port");
    options.add(
        "TRUSTED_PROXIES", settings.trusted_proxies,
        "Addresses and networks that carry many clients: exempt from CONNECTIONS_PER_ADDRESS, and when questions "
        "wait, each of theirs has a turn of its own");
    options.add("REQUEST_TIMEOUT", settings.request_timeout, "How long a request may take in all").range(0.001, 3600);
    options.add("HEADER_TIMEOUT", settings.header_timeout, "How long a request's headers may take to arrive")
        .range(0.001, 600);
    options.add("KEEP_ALIVE_TIMEOUT", settings.keep_alive_timeout, "How long an idle connection is kept")
        .range(0.001, 3600);
    options.add("REQUEST_BYTES_MAX", settings.request_bytes_max, "The largest body of a request").range(1024, 1 << 30);
    options
        .add("UPLOAD_BYTES_MAX", settings.upload_bytes_max,
             "The largest body of an upload, all its files together; it goes to the disk while it arrives")
        .range(1024, 1ULL << 40);
    options.add("UPLOAD_TIMEOUT", settings.upload_timeout, "How long an upload may take to arrive").range(0.001, 86400);
    options.add("CONNECTIONS_MAX", settings.connections_max, "Connections at a time").range(1, 100'000);
    options.add("CONNECTIONS_PER_ADDRESS", settings.connections_per_address, "Connections at a time from one address")
        .range(1, 100'000);
    options
        .add("QUERY_CONCURRENCY", settings.query_concurrency,
             "Questions answered at a time; 0 is four for each core, at least eight")
        .range(0, 1024);
    options
        .add("QUERY_QUEUE_MAX", settings.query_queue_max,
             "Questions that wait for their turn, the clients by turns; more get a 503 at once")
        .range(0, 100'000);
    options
        .add("QUERY_WAIT_MAX", settings.query_wait_max,
             "How long a question waits for its turn; one that would wait longer gets a 503 at once")
        .range(0, 600);
    options
        .add("DRAIN_DELAY", settings.drain_delay,
             "After SIGTERM, how long connections are still accepted while /readyz says no, for load balancers to "
             "notice; Ctrl-C does not wait")
        .range(0, 600);
    options.add("DRAIN_TIMEOUT", settings.drain_timeout, "After SIGTERM, how long requests may take to finish")
        .range(0, 3600);
    options.check([&settings]() -> Result<void> {
        for (const std::string& name : list_of_hosts(settings.allowed_hosts)) {
            if (auto host = host_of_authority(name); host && host->size() == name.size()) continue;
            return fail(ErrorKind::kInvalidInput, "ALLOWED_HOSTS: \"" + name + "\" is not a host name without a port");
        }
        auto parsed = AddressSet::parse(settings.trusted_proxies);
        if (!parsed) return fail(parsed.error().kind, "TRUSTED_PROXIES: " + parsed.error().message);
        return {};
    });
}

}  // namespace genai::api
