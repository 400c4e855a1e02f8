// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <thread>

#include <gtest/gtest.h>

#include "api/fake_services.hpp"
#include "api/server.hpp"
#include "api/test_client.hpp"

namespace genai::api {

// A server on a free port over fake services, on a thread of its own; stopped and joined at the end.
class TestServer {
public:
    explicit TestServer(Settings settings = {}, FakeServices* services = nullptr)
        : services_(services == nullptr ? &own_ : services), server_(free_port(settings), *services_, log_, metrics) {
        auto listening = server_.listen();
        EXPECT_TRUE(listening) << listening.error().message;
        thread_ = std::thread([this] { end_ = server_.run(); });
    }
    ~TestServer() {
        if (thread_.joinable()) stop_and_join();
    }

    std::uint16_t port() const { return server_.port(); }
    Server& server() { return server_; }
    FakeServices& services() { return *services_; }

    Server::End stop_and_join() {
        server_.stop();
        return join();
    }
    Server::End join() {
        thread_.join();
        return end_;
    }

    TestAnswer ask(const std::string& bytes) { return TestClient(port()).ask(bytes); }

    platform::Metrics metrics;

private:
    static Settings free_port(Settings settings) {
        settings.port = 0;
        return settings;
    }

    FakeServices own_;
    FakeServices* services_;
    platform::Log log_{{.level = platform::LogLevel::kError}};
    Server server_;
    Server::End end_ = Server::End::kCutOff;
    std::thread thread_;
};

}  // namespace genai::api
