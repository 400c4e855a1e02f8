// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <thread>

#include <sys/mman.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "api/fake_services.hpp"
#include "api/server.hpp"
#include "api/test_client.hpp"

namespace genai::api {

// A server on a free port over fake services, on a thread of its own; stopped and joined at the end. Its log goes to
// memory.
class TestServer {
public:
    explicit TestServer(Settings settings = {}, FakeServices* services = nullptr, platform::LogSettings log = {})
        : log_(log, log_file_.descriptor()),
          services_(services == nullptr ? &own_ : services),
          server_(free_port(settings), *services_, log_, metrics) {
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

    // What was logged so far.
    std::string logged() const { return log_file_.text(); }

    TestAnswer ask(const std::string& bytes) { return TestClient(port()).ask(bytes); }

    platform::Metrics metrics;

private:
    static Settings free_port(Settings settings) {
        settings.port = 0;
        return settings;
    }

    class LogFile {
    public:
        LogFile() : descriptor_(::memfd_create("log", MFD_CLOEXEC)) {}
        ~LogFile() { ::close(descriptor_); }
        LogFile(const LogFile&) = delete;
        LogFile& operator=(const LogFile&) = delete;

        int descriptor() const { return descriptor_; }
        std::string text() const {
            std::string text(1 << 20, '\0');
            text.resize(static_cast<std::size_t>(::pread(descriptor_, text.data(), text.size(), 0)));
            return text;
        }

    private:
        int descriptor_;
    };

    LogFile log_file_;
    platform::Log log_;
    FakeServices own_;
    FakeServices* services_;
    Server server_;
    Server::End end_ = Server::End::kCutOff;
    std::thread thread_;
};

}  // namespace genai::api
