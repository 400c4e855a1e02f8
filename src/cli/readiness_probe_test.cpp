// SPDX-License-Identifier: Apache-2.0
#include "cli/readiness_probe.hpp"

#include <string>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace genai::cli {
namespace {

using testing::HasSubstr;

constexpr std::chrono::milliseconds kTimeout{2000};

// A server that gives one answer, whatever it is asked, and closes; without an answer it is silent.
class OneAnswerServer {
public:
    explicit OneAnswerServer(std::string answer) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(listen(listener_, 1), 0);
        EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this, text = std::move(answer)] {
            const int connection = accept(listener_, nullptr, nullptr);
            char request[512];
            EXPECT_GT(recv(connection, request, sizeof(request), 0), 0);
            if (text.empty()) {
                EXPECT_EQ(recv(connection, request, sizeof(request), 0), 0);  // until the other hangs up
            }
            EXPECT_EQ(send(connection, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
            close(connection);
        });
    }
    ~OneAnswerServer() {
        thread_.join();
        close(listener_);
    }
    std::uint16_t port() const { return port_; }

private:
    int listener_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

TEST(ReadinessProbe, TakesA200ForReadyOnEveryInterfaceToo) {
    const OneAnswerServer server("HTTP/1.1 200 OK\r\n\r\n");
    auto ready = probe_readiness("0.0.0.0", server.port(), kTimeout);
    EXPECT_TRUE(ready) << ready.error().message;
}

TEST(ReadinessProbe, AsksForTheHostAsTheHeaderHasIt) {
    EXPECT_EQ(to_authority("127.0.0.1", 8000), "127.0.0.1:8000");
    EXPECT_EQ(to_authority("::1", 8000), "[::1]:8000");
}

TEST(ReadinessProbe, SaysWhatElseWasAnswered) {
    const OneAnswerServer server("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    auto ready = probe_readiness("127.0.0.1", server.port(), kTimeout);
    ASSERT_FALSE(ready);
    EXPECT_THAT(ready.error().message, HasSubstr("503"));
}

TEST(ReadinessProbe, GivesUpOnAServerThatIsSilent) {
    const OneAnswerServer server("");
    auto ready = probe_readiness("127.0.0.1", server.port(), std::chrono::milliseconds(100));
    ASSERT_FALSE(ready);
    EXPECT_THAT(ready.error().message, HasSubstr("no answer in time"));
}

TEST(ReadinessProbe, SaysThatNobodyListens) {
    auto ready = probe_readiness("127.0.0.1", 1, kTimeout);
    ASSERT_FALSE(ready);
    EXPECT_EQ(ready.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(ready.error().message, HasSubstr("refused"));
}

}  // namespace
}  // namespace genai::cli
