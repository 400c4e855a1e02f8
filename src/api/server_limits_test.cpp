// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "api/saturation.hpp"
#include "api/test_server.hpp"

namespace genai::api {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using testing::HasSubstr;

// Questions wait at the gate until it is opened.
class Gate {
public:
    void open() { promise_.set_value(); }
    FakeServices& services() { return services_; }
    std::atomic<int> arrived = 0;

    Gate() {
        services_.on_answer = [this](const Question& question, const Limits&) -> Result<Answer> {
            {
                std::lock_guard lock(mutex_);
                order_.push_back(question.text);
            }
            ++arrived;
            future_.wait();
            return services_.make_answer(question);
        };
    }
    void wait_for(int count) const {
        while (arrived < count) std::this_thread::sleep_for(1ms);
    }
    // The questions in the order in which they arrived.
    std::vector<std::string> order() {
        std::lock_guard lock(mutex_);
        return order_;
    }

private:
    std::mutex mutex_;
    std::vector<std::string> order_;
    std::promise<void> promise_;
    std::shared_future<void> future_ = promise_.get_future().share();
    FakeServices services_;
};

void wait_until_waiting(TestServer& server, int count) {
    const std::string line = "genai_queries_waiting " + std::to_string(count) + "\n";
    while (server.ask(get("/metrics")).body.find(line) == std::string::npos) std::this_thread::sleep_for(1ms);
}

TEST(ServerLimits, CutsOffAClientWhoseHeadersCrawl) {
    TestServer server({.header_timeout = 100ms});
    TestClient client(server.port());
    auto begin = Clock::now();
    std::thread crawl([&] {
        for (int i = 0; i < 20 && client.send("G"); ++i) std::this_thread::sleep_for(20ms);
    });
    EXPECT_EQ(client.receive().status, 408);
    EXPECT_LT(Clock::now() - begin, 5s);
    crawl.join();
}

TEST(ServerLimits, ClosesASilentConnectionWithoutAWord) {
    TestServer server({.header_timeout = 100ms});
    TestClient client(server.port());
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerLimits, ClosesAnIdleConnectionAfterTheKeepAliveTime) {
    TestServer server({.header_timeout = 5s, .keep_alive_timeout = 200ms});
    TestClient client(server.port());
    EXPECT_EQ(client.ask(get("/livez")).status, 200);
    auto begin = Clock::now();
    EXPECT_TRUE(client.is_closed());
    EXPECT_GE(Clock::now() - begin, 100ms);
    EXPECT_LT(Clock::now() - begin, 4s);
}

TEST(ServerLimits, CutsOffABodyThatDoesNotComeWithinTheRequestsTime) {
    TestServer server({.request_timeout = 200ms});
    TestClient client(server.port());
    EXPECT_EQ(client.ask("POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{").status, 408);
}

TEST(ServerLimits, AnswersAtTheDeadlineThoughTheWorkGoesOn) {
    Gate gate;
    TestServer server({.request_timeout = 100ms}, &gate.services());
    auto begin = Clock::now();
    auto answer = server.ask(post("/query?question=x"));
    EXPECT_EQ(answer.status, 504);
    EXPECT_LT(Clock::now() - begin, 5s);
    gate.open();
}

TEST(ServerLimits, HandsTheDeadlineDown) {
    FakeServices services;
    services.on_answer = [](const Question&, const Limits& limits) -> Result<Answer> {
        std::this_thread::sleep_for(limits.deadline.remaining());
        auto checked = limits.check("the search");
        return propagate(checked);
    };
    TestServer server({.request_timeout = 100ms}, &services);
    auto answer = server.ask(post("/query?question=x"));
    EXPECT_EQ(answer.status, 504);
    EXPECT_THAT(answer.body, HasSubstr("the search ran past its deadline"));
}

TEST(ServerLimits, RefusesAQuestionAtOnceWhenTheQueueIsFull) {
    Gate gate;
    TestServer server({.query_concurrency = 1, .query_queue_max = 1}, &gate.services());
    TestClient running(server.port());
    running.send(post("/query?question=a"));
    gate.wait_for(1);
    TestClient waiting(server.port());
    waiting.send(post("/query?question=b"));
    // The queued one is in place once a third is refused.
    TestAnswer refused;
    for (int i = 0; i < 100 && refused.status != 503; ++i) {
        TestClient third(server.port());
        third.send(post("/query?question=c"));
        timeval patience{.tv_sec = 0, .tv_usec = 50'000};
        ::setsockopt(third.socket(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        refused = third.receive();
    }
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("Retry-After"), "1");
    EXPECT_EQ(server.ask(get("/livez")).status, 200);
    EXPECT_EQ(server.ask(get("/documents")).status, 200);
    gate.open();
    EXPECT_EQ(running.receive().status, 200);
}

TEST(ServerLimits, RefusesAQuestionThatWaitedTooLong) {
    Gate gate;
    TestServer server({.query_concurrency = 1, .query_queue_max = 4, .query_wait_max = 50ms}, &gate.services());
    TestClient running(server.port());
    running.send(post("/query?question=a"));
    gate.wait_for(1);
    TestClient waiting(server.port());
    waiting.send(post("/query?question=b"));
    std::this_thread::sleep_for(200ms);
    gate.open();
    EXPECT_EQ(running.receive().status, 200);
    EXPECT_EQ(waiting.receive().status, 503);
    EXPECT_EQ(gate.arrived, 1);
}

TEST(ServerLimits, RefusesAtOnceWhoWouldWaitTooLong) {
    FakeServices services;
    services.on_answer = [&](const Question& question, const Limits&) -> Result<Answer> {
        std::this_thread::sleep_for(100ms);
        return services.make_answer(question);
    };
    // One thread and 100 ms each: within a quarter of 1 s two get their turn, whatever the queue could hold.
    TestServer server({.query_concurrency = 1, .query_queue_max = 100, .query_wait_max = 1s}, &services);
    EXPECT_EQ(server.ask(post("/query?question=pace")).status, 200);
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<TestClient>(server.port()));
        clients.back()->send(post("/query?question=x"));
    }
    auto begin = Clock::now();
    int answered = 0;
    for (auto& client : clients) answered += client->receive().status == 200 ? 1 : 0;
    EXPECT_GE(answered, 2);
    EXPECT_LE(answered, 6);
    EXPECT_LT(Clock::now() - begin, 2s);
}

TEST(ServerLimits, GivesClientsTheirTurnsWhateverOneOfThemAsks) {
    Gate gate;
    TestServer server(
        {.trusted_proxies = "10.0.0.1", .query_concurrency = 1, .query_queue_max = 5, .query_wait_max = 20s},
        &gate.services());
    std::vector<std::unique_ptr<TestClient>> greedy;
    for (int i = 0; i < 6; ++i) {
        greedy.push_back(std::make_unique<TestClient>(server.port()));
        greedy.back()->send(post("/query?question=g" + std::to_string(i)));
        i == 0 ? gate.wait_for(1) : wait_until_waiting(server, i);
    }
    // All places are the greedy client's: its last one goes to the other client.
    TestClient other(server.port(), "127.0.0.2");
    other.send(post("/query?question=other"));
    auto displaced = greedy.back()->receive();
    EXPECT_EQ(displaced.status, 503);
    EXPECT_EQ(displaced.header("Retry-After"), "1");
    gate.open();
    EXPECT_EQ(other.receive().status, 200);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(greedy[static_cast<std::size_t>(i)]->receive().status, 200);
    EXPECT_THAT(gate.order(), testing::ElementsAre("g0", "g1", "other", "g2", "g3", "g4"));
}

TEST(ServerLimits, GivesEachRequestOfATrustedProxyATurnOfItsOwn) {
    Gate gate;
    TestServer server(
        {.trusted_proxies = "127.0.0.1", .query_concurrency = 1, .query_queue_max = 9, .query_wait_max = 20s},
        &gate.services());
    std::vector<std::unique_ptr<TestClient>> clients;
    auto ask = [&](const std::string& question, const char* from) {
        clients.push_back(std::make_unique<TestClient>(server.port(), from));
        clients.back()->send(post("/query?question=" + question));
        int waiting = static_cast<int>(clients.size()) - 1;
        waiting == 0 ? gate.wait_for(1) : wait_until_waiting(server, waiting);
    };
    ask("p0", "127.0.0.1");
    ask("p1", "127.0.0.1");
    ask("a1", "127.0.0.2");
    ask("a2", "127.0.0.2");
    ask("p2", "127.0.0.1");
    ask("p3", "127.0.0.1");
    gate.open();
    for (auto& client : clients) EXPECT_EQ(client->receive().status, 200);
    EXPECT_THAT(gate.order(), testing::ElementsAre("p0", "p1", "a1", "p2", "p3", "a2"));
}

TEST(ServerLimits, CallsOffTheWorkOfAClientThatLeaves) {
    FakeServices services;
    std::promise<Clock::time_point> called_off;
    std::atomic<bool> has_begun = false;
    services.on_answer = [&](const Question&, const Limits& limits) -> Result<Answer> {
        has_begun = true;
        while (limits.check("the search")) std::this_thread::sleep_for(1ms);
        called_off.set_value(Clock::now());
        return fail(ErrorKind::kCancelled, "the search was cancelled");
    };
    TestServer server({}, &services);
    auto client = std::make_unique<TestClient>(server.port());
    client->send(post("/query?question=x"));
    while (!has_begun) std::this_thread::sleep_for(1ms);
    auto left = Clock::now();
    client.reset();
    EXPECT_LT(called_off.get_future().get() - left, 1s);
    while (server.logged().find("status=499") == std::string::npos) std::this_thread::sleep_for(1ms);
    EXPECT_THAT(server.ask(get("/metrics")).body, HasSubstr("genai_http_clients_gone_total 1\n"));
    EXPECT_EQ(server.stop_and_join(), Server::End::kDrained);
}

TEST(ServerLimits, GivesThePlaceOfAClientThatLeavesToOthers) {
    Gate gate;
    TestServer server({.query_concurrency = 1, .query_queue_max = 1, .query_wait_max = 20s}, &gate.services());
    TestClient running(server.port());
    running.send(post("/query?question=running"));
    gate.wait_for(1);
    auto waiting = std::make_unique<TestClient>(server.port());
    waiting->send(post("/query?question=waiting"));
    wait_until_waiting(server, 1);
    waiting.reset();
    wait_until_waiting(server, 0);
    TestClient next(server.port());
    next.send(post("/query?question=next"));
    wait_until_waiting(server, 1);
    gate.open();
    EXPECT_EQ(running.receive().status, 200);
    EXPECT_EQ(next.receive().status, 200);
    EXPECT_THAT(gate.order(), testing::ElementsAre("running", "next"));
}

TEST(ServerLimits, NoticesAClientThatLeavesBehindAPipeline) {
    Gate gate;
    TestServer server({}, &gate.services());
    auto client = std::make_unique<TestClient>(server.port());
    client->send(post("/query?question=x") + post("/query?question=y"));
    gate.wait_for(1);
    client.reset();
    while (server.logged().find("status=499") == std::string::npos) std::this_thread::sleep_for(1ms);
    gate.open();
    EXPECT_EQ(gate.arrived, 1);
}

TEST(ServerLimits, StopsAnsweringAClientThatDoesNotRead) {
    FakeServices services;
    services.on_answer = [&](const Question& question, const Limits&) -> Result<Answer> {
        Answer answer = services.make_answer(question);
        answer.text = std::string(64 << 10, 'x');
        return answer;
    };
    TestServer server({}, &services);
    TestClient client(server.port());
    std::string pipeline;
    for (int i = 0; i < 100; ++i) pipeline += post("/query?question=x");
    client.send(pipeline);
    int answered = 0;
    do {
        answered = services.questions;
        std::this_thread::sleep_for(200ms);
    } while (services.questions != answered);
    EXPECT_GE(answered, 1);
    EXPECT_LT(answered, 30);  // the kernel's buffers here and at the client, in answers of 64 KiB
    EXPECT_EQ(client.receive().status, 200);
}

TEST(ServerLimits, RefusesQuestionsWhenMemoryIsShort) {
    TestServer server;
    server.services().memory = 0.94;
    EXPECT_EQ(server.ask(post("/query?question=x")).status, 200);
    std::this_thread::sleep_for(kMemoryLook);
    server.services().memory = 0.96;
    TestAnswer answer;
    for (int i = 0; i < 100 && answer.status != 503; ++i) {
        answer = server.ask(post("/query?question=x"));
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("Retry-After"), "1");
    EXPECT_THAT(answer.body, HasSubstr("short of memory"));
    EXPECT_EQ(server.ask(get("/documents")).status, 200);
    EXPECT_EQ(server.ask(get("/readyz")).status, 200);  // not yet for long
    std::this_thread::sleep_for(kMemoryLook);
    server.services().memory = 0.5;
    for (int i = 0; i < 100 && answer.status != 200; ++i) {
        answer = server.ask(post("/query?question=x"));
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(answer.status, 200);
}

TEST(ServerLimits, SaysThatItIsSaturatedWhenItIsForLong) {
    TestServer server;
    server.services().memory = 1;
    auto begin = Clock::now();
    TestAnswer answer;
    while (answer.status != 503 && Clock::now() - begin < 15s) {
        answer = server.ask(get("/readyz"));
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(answer.body, R"({"status":"saturated"})");
    EXPECT_GE(Clock::now() - begin, Saturation::kSaturatedAfter);
    server.services().memory = 0;
    while (answer.status != 200 && Clock::now() - begin < 15s) {
        answer = server.ask(get("/readyz"));
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(answer.status, 200);
}

TEST(ServerLimits, RefusesConnectionsAboveTheLimits) {
    TestServer server({.connections_max = 2});
    TestClient one(server.port());
    TestClient two(server.port());
    EXPECT_EQ(one.ask(get("/livez")).status, 200);
    EXPECT_EQ(two.ask(get("/livez")).status, 200);
    TestClient three(server.port());
    EXPECT_EQ(three.receive().status, 503);
    EXPECT_TRUE(three.is_closed());
}

TEST(ServerLimits, CountsConnectionsByAddressButNotATrustedProxys) {
    TestServer strict({.trusted_proxies = "10.0.0.1", .connections_per_address = 1});
    TestClient one(strict.port());
    EXPECT_EQ(one.ask(get("/livez")).status, 200);
    TestClient two(strict.port());
    EXPECT_EQ(two.receive().status, 503);

    TestServer trusting({.trusted_proxies = "127.0.0.0/8", .connections_per_address = 1});
    TestClient three(trusting.port());
    TestClient four(trusting.port());
    EXPECT_EQ(three.ask(get("/livez")).status, 200);
    EXPECT_EQ(four.ask(get("/livez")).status, 200);
}

TEST(ServerLimits, FreesAConnectionsPlaceWhenItCloses) {
    TestServer server({.trusted_proxies = "", .connections_per_address = 1});
    int answered = 0;
    for (int i = 0; i < 20; ++i) {
        // The server may learn of the close a moment after the next client has come.
        for (int attempt = 0; attempt < 100; ++attempt) {
            if (server.ask(get("/livez")).status == 200) {
                ++answered;
                break;
            }
            std::this_thread::sleep_for(2ms);
        }
    }
    EXPECT_EQ(answered, 20);
}

TEST(ServerDrain, FinishesWhatIsInFlightAndClosesTheRest) {
    Gate gate;
    TestServer server({}, &gate.services());
    TestClient idle(server.port());
    EXPECT_EQ(idle.ask(get("/livez")).status, 200);
    TestClient busy(server.port());
    busy.send(post("/query?question=a"));
    gate.wait_for(1);
    server.server().stop();
    EXPECT_TRUE(idle.is_closed());
    while (TestClient(server.port()).is_connected()) std::this_thread::sleep_for(1ms);
    gate.open();
    auto answer = busy.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_EQ(server.join(), Server::End::kDrained);
}

TEST(ServerDrain, SaysThatItIsNotReadyWhileItStillAccepts) {
    TestServer server({.drain_delay = 300ms});
    TestClient kept(server.port());
    EXPECT_EQ(kept.ask(get("/readyz")).status, 200);
    server.server().stop(Server::Haste::kAfterDelay);
    TestAnswer answer;
    for (int i = 0; i < 100 && answer.status != 503; ++i) answer = server.ask(get("/readyz"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body, R"({"status":"draining"})");
    auto last = kept.ask(get("/livez"));
    EXPECT_EQ(last.status, 200);
    EXPECT_EQ(last.header("Connection"), "close");
    auto question = server.ask(post("/query?question=x"));
    EXPECT_EQ(question.status, 200);
    EXPECT_EQ(question.header("Connection"), "close");
    EXPECT_EQ(server.join(), Server::End::kDrained);
}

TEST(ServerDrain, CutsOffWhatDoesNotFinishInTime) {
    FakeServices services;
    std::atomic<bool> has_begun = false;
    services.on_answer = [&](const Question&, const Limits& limits) -> Result<Answer> {
        has_begun = true;
        while (!limits.stop.stop_requested()) std::this_thread::sleep_for(1ms);
        return fail(ErrorKind::kCancelled, "the search was cancelled");
    };
    TestServer server({.drain_timeout = 100ms}, &services);
    TestClient client(server.port());
    client.send(post("/query?question=x"));
    while (!has_begun) std::this_thread::sleep_for(1ms);
    EXPECT_EQ(server.stop_and_join(), Server::End::kCutOff);
}

TEST(ServerDrain, StopsAtOnceWhenStoppedTwice) {
    FakeServices services;
    std::atomic<bool> has_begun = false;
    services.on_answer = [&](const Question&, const Limits& limits) -> Result<Answer> {
        has_begun = true;
        while (!limits.stop.stop_requested()) std::this_thread::sleep_for(1ms);
        return fail(ErrorKind::kCancelled, "the search was cancelled");
    };
    TestServer server({}, &services);
    TestClient client(server.port());
    client.send(post("/query?question=x"));
    while (!has_begun) std::this_thread::sleep_for(1ms);
    auto begin = Clock::now();
    server.server().stop();
    EXPECT_EQ(server.stop_and_join(), Server::End::kCutOff);
    EXPECT_LT(Clock::now() - begin, 5s);
}

}  // namespace
}  // namespace genai::api
