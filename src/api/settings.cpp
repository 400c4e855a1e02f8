// SPDX-License-Identifier: Apache-2.0
#include "api/settings.hpp"

#include "api/address_set.hpp"

namespace genai::api {

void describe(Settings& settings, platform::Options& options) {
    options.section("Server");
    options.add("HOST", settings.host, "Address to listen on; beyond this machine only with keys, or with AUTH=none");
    options.add("PORT", settings.port, "TCP port to listen on; 0 takes a free one");
    options.add("AUTH", settings.authentication, {{"keys", Authentication::kKeys}, {"none", Authentication::kNone}},
                "Who may ask: holders of a key, or everyone who can reach the port");
    options.add("TRUSTED_PROXIES", settings.trusted_proxies,
                "Addresses and networks that carry many clients: exempt from CONNECTIONS_PER_ADDRESS");
    options.add("REQUEST_TIMEOUT", settings.request_timeout, "How long a request may take in all").range(0.001, 3600);
    options.add("HEADER_TIMEOUT", settings.header_timeout, "How long a request's headers may take to arrive")
        .range(0.001, 600);
    options.add("KEEP_ALIVE_TIMEOUT", settings.keep_alive_timeout, "How long an idle connection is kept")
        .range(0.001, 3600);
    options.add("REQUEST_BYTES_MAX", settings.request_bytes_max, "The largest body of a request").range(1024, 1 << 30);
    options.add("CONNECTIONS_MAX", settings.connections_max, "Connections at a time").range(1, 100'000);
    options.add("CONNECTIONS_PER_ADDRESS", settings.connections_per_address, "Connections at a time from one address")
        .range(1, 100'000);
    options
        .add("QUERY_CONCURRENCY", settings.query_concurrency,
             "Questions answered at a time; 0 is four for each core, at least eight")
        .range(0, 1024);
    options.add("QUERY_QUEUE_MAX", settings.query_queue_max, "Questions that wait for their turn; more get a 503")
        .range(0, 100'000);
    options.add("QUERY_WAIT_MAX", settings.query_wait_max, "How long a question waits for its turn before a 503")
        .range(0, 600);
    options
        .add("DRAIN_DELAY", settings.drain_delay,
             "After SIGTERM, how long connections are still accepted while /readyz says no (5 in Kubernetes)")
        .range(0, 600);
    options.add("DRAIN_TIMEOUT", settings.drain_timeout, "After SIGTERM, how long requests may take to finish")
        .range(0, 3600);
    options.check([&settings]() -> Result<void> {
        auto parsed = AddressSet::parse(settings.trusted_proxies);
        if (!parsed) return fail(parsed.error().kind, "TRUSTED_PROXIES: " + parsed.error().message);
        return {};
    });
}

}  // namespace genai::api
