// SPDX-License-Identifier: Apache-2.0
#include "cli/readiness_probe.hpp"

#include <cerrno>
#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace genai::cli {
namespace {

struct Socket {
    int descriptor = -1;
    ~Socket() {
        if (descriptor >= 0) close(descriptor);
    }
};

tl::unexpected<Error> not_ready(const std::string& host, std::uint16_t port, std::string_view why) {
    return fail(ErrorKind::kUnavailable, fmt::format("the server on {}:{} is not ready: {}", host, port, why));
}

// Connects within the timeout, which holds for each later read and write too (SO_SNDTIMEO counts for connect).
std::string connect_to(Socket& socket, const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); error != 0) {
        return gai_strerror(error);
    }
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, freeaddrinfo);
    std::string problem = "no address";
    for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
        Socket attempt{::socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC, address->ai_protocol)};
        timeval wait{};
        wait.tv_sec = timeout.count() / 1000;
        wait.tv_usec = timeout.count() % 1000 * 1000;
        setsockopt(attempt.descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
        setsockopt(attempt.descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
        if (connect(attempt.descriptor, address->ai_addr, address->ai_addrlen) == 0) {
            std::swap(socket.descriptor, attempt.descriptor);
            return {};
        }
        problem = errno == EINPROGRESS ? "no answer in time" : std::strerror(errno);
    }
    return problem;
}

}  // namespace

std::string to_authority(const std::string& host, std::uint16_t port) {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return is_ipv6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

Result<void> probe_readiness(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout) {
    const std::string target = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host;
    Socket socket;
    if (auto problem = connect_to(socket, target, port, timeout); !problem.empty())
        return not_ready(host, port, problem);
    const std::string request =
        fmt::format("GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", to_authority(target, port));
    if (send(socket.descriptor, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) {
        return not_ready(host, port, std::strerror(errno));
    }
    std::string reply;
    char buffer[1024];
    while (reply.find("\r\n") == reply.npos && reply.size() < sizeof(buffer)) {
        const ssize_t got = recv(socket.descriptor, buffer, sizeof(buffer), 0);
        if (got <= 0) return not_ready(host, port, got == 0 ? "it closed the connection" : "no answer in time");
        reply.append(buffer, static_cast<std::size_t>(got));
    }
    const std::string status = reply.substr(0, reply.find("\r\n"));
    if (status.starts_with("HTTP/1.1 200")) return {};
    return not_ready(host, port, status);
}

}  // namespace genai::cli
