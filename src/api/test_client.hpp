// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace genai::api {

struct TestAnswer {
    int status = 0;  // 0: the connection ended before an answer
    std::string head;
    std::string body;

    // The header's value; empty when it is not there.
    std::string header(const std::string& name) const {
        auto at = head.find("\r\n" + name + ": ");
        if (at == head.npos) return {};
        at += name.size() + 4;
        return head.substr(at, head.find("\r\n", at) - at);
    }
};

// A blocking HTTP client that sends whatever bytes a test wants, well-formed or not.
class TestClient {
public:
    // Comes from the address `from`, of which a machine has all of 127.0.0.0/8.
    explicit TestClient(std::uint16_t port, const char* from = "127.0.0.1")
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        ::inet_pton(AF_INET, from, &address.sin_addr);
        ::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        is_connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~TestClient() { ::close(socket_); }
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;

    bool is_connected() const { return is_connected_; }
    int socket() const { return socket_; }

    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // The next answer; `has_body` is false for the answer to a HEAD.
    TestAnswer receive(bool has_body = true) {
        TestAnswer answer;
        while (received_.find("\r\n\r\n") == received_.npos) {
            if (!read_more()) return answer;
        }
        auto end = received_.find("\r\n\r\n");
        answer.head = received_.substr(0, end + 2);
        received_.erase(0, end + 4);
        answer.status = std::stoi(answer.head.substr(9, 3));
        std::string length = answer.header("Content-Length");
        std::size_t size = has_body && !length.empty() ? std::stoul(length) : 0;
        while (received_.size() < size) {
            if (!read_more()) return {};
        }
        answer.body = received_.substr(0, size);
        received_.erase(0, size);
        return answer;
    }

    TestAnswer ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }

    // True once the server has closed the connection and everything it sent was received.
    bool is_closed() { return received_.empty() && !read_more(); }

private:
    bool read_more() {
        char piece[4096];
        auto got = ::recv(socket_, piece, sizeof piece, 0);
        if (got <= 0) return false;
        received_.append(piece, static_cast<std::size_t>(got));
        return true;
    }

    int socket_;
    bool is_connected_ = false;
    std::string received_;
};

inline std::string get(const std::string& target, const std::string& headers = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

inline std::string with_body(const std::string& method, const std::string& target, const std::string& body,
                             const std::string& headers = {}) {
    std::string type = body.empty() ? "" : "Content-Type: application/json\r\n";
    return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + type +
           "Content-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
}

inline std::string post(const std::string& target, const std::string& body = {}, const std::string& headers = {}) {
    return with_body("POST", target, body, headers);
}

}  // namespace genai::api
