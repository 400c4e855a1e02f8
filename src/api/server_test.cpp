// SPDX-License-Identifier: Apache-2.0
#include "api/server.hpp"

#include <future>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "api/test_server.hpp"

namespace genai::api {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Server, AnswersAQuestionInTheQueryAndInTheBody) {
    TestServer server;
    for (const auto& request : {post("/query?question=who%3F"), post("/query", R"({"question": "who?"})"),
                                post("/query?question=who?", R"({"question": "ignored"})")}) {
        auto answer = server.ask(request);
        EXPECT_EQ(answer.status, 200);
        EXPECT_THAT(answer.body, StartsWith(R"({"question":"who?","answer":"You asked: who? [1].","citations":[)"));
        EXPECT_EQ(answer.header("Content-Type"), "application/json");
    }
}

TEST(Server, SpeaksFastApisErrors) {
    TestServer server;
    auto missing = server.ask(post("/query"));
    EXPECT_EQ(missing.status, 422);
    EXPECT_EQ(missing.body,
              R"({"detail":[{"type":"missing","loc":["query","question"],"msg":"Field required","input":null}]})");
    auto wrong_method = server.ask(get("/query?question=x"));
    EXPECT_EQ(wrong_method.status, 405);
    EXPECT_EQ(wrong_method.body, R"({"detail":"Method Not Allowed"})");
    EXPECT_EQ(wrong_method.header("Allow"), "POST");
    auto unknown = server.ask(get("/nothing"));
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.body, R"({"detail":"Not Found"})");
    auto redirect = server.ask(post("/query/?question=x%20y"));
    EXPECT_EQ(redirect.status, 307);
    EXPECT_EQ(redirect.header("Location"), "/query?question=x%20y");
}

TEST(Server, LogsQuestionsAndAnswersOnlyWhenAskedTo) {
    TestServer silent;
    silent.ask(post("/query", R"({"question": "who is Ada?"})"));
    silent.ask(post("/query?question=who+is+Ada%3F"));
    EXPECT_THAT(silent.logged(), HasSubstr("path=/query"));
    EXPECT_THAT(silent.logged(), Not(HasSubstr("Ada")));

    TestServer open({}, nullptr, {.content = true});
    open.ask(post("/query", R"({"question": "who is Ada?"})", "X-Request-ID: r1\r\n"));
    EXPECT_THAT(open.logged(), HasSubstr("question request_id=r1 collection=default question=\"who is Ada?\" "
                                         "answer=\"You asked: who is Ada? [1].\""));
}

TEST(Server, LogsWhyARequestFailedInPlainWords) {
    TestServer server;
    server.ask(get("/livez", "X : y\r\n"));
    server.ask(get("/documents?collection=other"));
    EXPECT_THAT(server.logged(), HasSubstr(R"(why="a header's name holds a space")"));
    EXPECT_THAT(server.logged(), HasSubstr(R"(status=404)"));
    EXPECT_THAT(server.logged(), HasSubstr(R"(why="no collection other")"));
    EXPECT_THAT(server.logged(), Not(HasSubstr("detail")));
}

TEST(Server, AnswersOnLoopbackForNoOtherHost) {
    TestServer server({.host = "127.0.0.1", .allowed_hosts = "Docs.Example, genai"});
    auto ask = [&](const std::string& headers) {
        return server.ask("GET /livez HTTP/1.1\r\n" + headers + "\r\n").status;
    };
    for (auto host : {"localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]", "[::1]:8000", "docs.example", "genai:"}) {
        EXPECT_EQ(ask("Host: " + std::string(host) + "\r\n"), 200) << host;
    }
    for (auto host : {"evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.2", "", "[::2]"}) {
        EXPECT_EQ(ask("Host: " + std::string(host) + "\r\n"), 403) << host;
    }
    for (auto host : {"a b/", "a/", "user@localhost", "localhost:x", "localhost:99999", "[::1", "[::1]x", "::1"}) {
        EXPECT_EQ(ask("Host: " + std::string(host) + "\r\n"), 400) << host;
    }
    EXPECT_EQ(server.ask("GET /livez HTTP/1.0\r\n\r\n").status, 200);
    EXPECT_EQ(server.ask("GET http://evil.example/livez HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 403);
    EXPECT_EQ(server.ask("GET http://a@b/livez HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 400);
    auto refused = server.ask("GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    EXPECT_EQ(refused.body, R"({"detail":"this server does not answer for the host \"evil.example\", only for )"
                            R"(localhost, 127.0.0.1, [::1], docs.example, genai; ALLOWED_HOSTS adds names"})");
}

TEST(Server, AnswersOnLoopbackForNoOtherOrigin) {
    TestServer server;
    for (auto origin : {"http://localhost", "https://127.0.0.1:3000", "HTTP://[::1]:8000"}) {
        EXPECT_EQ(server.ask(post("/query?question=x", {}, "Origin: " + std::string(origin) + "\r\n")).status, 200);
    }
    for (auto origin : {"http://evil.example", "null", "", "file://", "localhost", "http://localhost.evil.example"}) {
        auto answer = server.ask(post("/query?question=x", {}, "Origin: " + std::string(origin) + "\r\n"));
        EXPECT_EQ(answer.status, 403) << origin;
        EXPECT_THAT(answer.body, HasSubstr("a page of the origin")) << origin;
    }
    EXPECT_EQ(server.services().questions, 3);
}

TEST(Server, AnswersForAnyHostBeyondLoopback) {
    TestServer server({.host = "0.0.0.0", .authentication = Authentication::kNone});
    EXPECT_EQ(server.ask("GET /livez HTTP/1.1\r\nHost: docs.example\r\nOrigin: http://a.example\r\n\r\n").status, 200);
    EXPECT_EQ(server.ask("GET /livez HTTP/1.1\r\nHost: a b/\r\n\r\n").status, 400);
}

TEST(Server, RefusesMoreParametersThanItReads) {
    TestServer server;
    std::string many;
    for (std::size_t i = 0; i < kParametersMax; ++i) many += "x" + std::to_string(i) + "&";
    EXPECT_EQ(server.ask(post("/query?" + many)).status, 422);
    auto refused = server.ask(post("/query?" + many + "question=x"));
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.body, R"({"detail":"the URL's query has more than 100 parameters"})");
}

TEST(Server, EchoesTheRequestIdOrMakesOne) {
    TestServer server;
    EXPECT_EQ(server.ask(get("/livez", "X-Request-ID: abc-1\r\n")).header("X-Request-ID"), "abc-1");
    EXPECT_EQ(server.ask(get("/livez")).header("X-Request-ID").size(), 26U);
    EXPECT_EQ(server.ask(get("/livez", "X-Request-ID: a b\"\r\n")).header("X-Request-ID").size(), 26U);
}

TEST(Server, KeepsTheConnectionAndAnswersAPipelineInOrder) {
    TestServer server;
    TestClient client(server.port());
    client.send(post("/query?question=one") + get("/livez") + post("/query", R"({"question": "three"})") +
                get("/livez", "Connection: close\r\n"));
    EXPECT_THAT(client.receive().body, HasSubstr("You asked: one"));
    EXPECT_EQ(client.receive().body, R"({"status":"ok"})");
    EXPECT_THAT(client.receive().body, HasSubstr("You asked: three"));
    auto last = client.receive();
    EXPECT_EQ(last.status, 200);
    EXPECT_EQ(last.header("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST(Server, AnswersHeadWithoutABody) {
    TestServer server;
    TestClient client(server.port());
    client.send("HEAD /livez HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/livez"));
    auto head = client.receive(false);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Content-Length"), "15");
    EXPECT_EQ(client.receive().body, R"({"status":"ok"})");
}

TEST(Server, ReadsChunkedBodiesInWhateverPieces) {
    TestServer server;
    TestClient client(server.port());
    std::string request =
        "POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"que\r\nf\r\nstion\": \"a b c\"\r\n1\r\n}\r\n0\r\n\r\n";
    for (char c : request) client.send(std::string_view(&c, 1));
    EXPECT_THAT(client.receive().body, HasSubstr("You asked: a b c"));
    EXPECT_THAT(client.ask(request).body, HasSubstr("You asked: a b c"));
}

TEST(Server, AgreesToABodyThatWaitsForIt) {
    TestServer server;
    TestClient client(server.port());
    client.send(
        "POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 17\r\n"
        "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    EXPECT_EQ(client.ask(R"({"question": "x"})").status, 200);
}

TEST(Server, RefusesABodyAboveTheLimitHoweverItIsFramed) {
    TestServer server({.request_bytes_max = 1024});
    EXPECT_EQ(server.ask(post("/query", std::string(1025, ' '))).status, 413);
    EXPECT_EQ(server.ask(post("/query?question=x", "{" + std::string(1022, ' ') + "}")).status, 200);
    std::string chunked = "POST /query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 3; ++i) chunked += "200\r\n" + std::string(512, ' ') + "\r\n";
    auto answer = server.ask(chunked);
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.header("Connection"), "close");
    // The size that was announced is refused before a byte of it was sent.
    EXPECT_EQ(
        server.ask("POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n").status,
        400);
    EXPECT_EQ(server.ask("POST /query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n").status, 413);
}

TEST(Server, RefusesHeadsThatAreTooLarge) {
    TestServer server;
    EXPECT_EQ(server.ask(get("/" + std::string(9000, 'x'))).status, 414);
    EXPECT_EQ(server.ask("GET /" + std::string(40'000, 'x')).status, 414);
    EXPECT_EQ(server.ask(get("/livez", "X: " + std::string(40'000, 'x') + "\r\n")).status, 431);
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X" + std::to_string(i) + ": y\r\n";
    EXPECT_EQ(server.ask(get("/livez", many)).status, 431);
}

TEST(Server, ClosesTheConnectionAfterAnAmbiguousRequest) {
    TestServer server;
    for (const std::string headers : {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                                      "Content-Length: 5\r\nContent-Length: 5\r\n", "X: a\r\n b\r\n", "X : y\r\n"}) {
        TestClient client(server.port());
        client.send("POST /query?question=x HTTP/1.1\r\nHost: localhost\r\n" + headers +
                    "\r\nGET /livez HTTP/1.1\r\n\r\n");
        EXPECT_EQ(client.receive().status, 400) << headers;
        EXPECT_TRUE(client.is_closed()) << headers;
    }
    EXPECT_EQ(server.services().questions, 0);
}

TEST(Server, AnswersAHundredRequestsSideBySide) {
    TestServer server;
    std::vector<std::future<bool>> answers;
    for (int i = 0; i < 100; ++i) {
        answers.push_back(std::async(std::launch::async, [&server, i] {
            std::string question = "number" + std::to_string(i);
            auto answer = server.ask(post("/query?question=" + question));
            return answer.status == 200 && answer.body.find("You asked: " + question + " ") != std::string::npos;
        }));
    }
    int right = 0;
    for (auto& answer : answers) right += answer.get() ? 1 : 0;
    EXPECT_EQ(right, 100);
}

TEST(Server, ShowsListsAndDeletesDocuments) {
    TestServer server;
    std::string path = "/documents/" + FakeServices::kId;
    auto list = server.ask(get("/documents?limit=10"));
    EXPECT_EQ(list.status, 200);
    EXPECT_THAT(list.body, StartsWith(R"({"documents":[{"id":"aaa)"));
    EXPECT_THAT(list.body, HasSubstr(R"(],"total":1,"offset":0,"limit":10})"));
    EXPECT_THAT(server.ask(get(path)).body,
                HasSubstr(R"("name":"report.pdf","names":["report.pdf","copy.pdf"],"collection":"default",)"
                          R"("status":"indexed","reason":null,"pages":2,"chunks":3,"bytes":1234,"facts":{},)"
                          R"("fact_sources":{},"indexed_at":"20)"));
    auto text = server.ask(get(path + "/pages/2/text"));
    EXPECT_EQ(text.body, "Page two");
    EXPECT_EQ(text.header("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_THAT(server.ask(get(path + "/pages/2/text", "Accept: application/json\r\n")).body,
                HasSubstr(R"("page":2,"location":"page 2","text":"Page two"})"));
    EXPECT_THAT(server.ask(get(path + "/chunks?offset=2")).body, HasSubstr(R"("chunks":[{"chunk_id":"c2")"));
    EXPECT_EQ(server.ask(get(path + "/pages/9/text")).status, 404);
    EXPECT_EQ(server.ask(get(path + "/pages/0/text")).status, 422);
    EXPECT_EQ(server.ask(get(path + "?collection=other")).status, 404);
    EXPECT_EQ(server.ask(get("/documents?collection=other")).status, 404);
    EXPECT_EQ(server.ask(get("/documents/..%2f..%2fetc")).status, 404);
    EXPECT_EQ(server.ask(get("/documents?limit=0&offset=x")).status, 422);
    EXPECT_EQ(server.ask(get("/documents?limit=1&limit=2")).status, 422);
    EXPECT_EQ(server.ask("DELETE " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 204);
    EXPECT_EQ(server.ask("DELETE " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 404);
}

TEST(Server, FiltersTheListOfDocuments) {
    TestServer server;
    auto total = [&](const std::string& query) { return server.ask(get("/documents?" + query)).body; };
    EXPECT_THAT(total("filter=pages+%3E+1"), HasSubstr(R"("total":1,)"));
    EXPECT_THAT(total("filter=pages+%3E+2"), HasSubstr(R"({"documents":[],"total":0,)"));
    EXPECT_THAT(total("q=REPO"), HasSubstr(R"("total":1,)"));
    EXPECT_THAT(total("q=copy&filter=pages%3D2"), HasSubstr(R"("total":1,)"));
    EXPECT_THAT(total("q=nothing"), HasSubstr(R"("total":0,)"));
    EXPECT_THAT(total("filter=pages"), HasSubstr(R"("loc":["query","filter"])"));
    EXPECT_THAT(total("q=" + std::string(kNamePartMax + 1, 'x')), HasSubstr(R"("loc":["query","q"])"));
}

TEST(Server, SetsAndRemovesFacts) {
    TestServer server;
    const std::string path = "/documents/" + FakeServices::kId;
    auto patch = [&](const std::string& body) { return server.ask(with_body("PATCH", path, body)); };
    auto changed = patch(R"({"facts": {"organisation": "ACME", "period": 2023}})");
    EXPECT_EQ(changed.status, 200);
    EXPECT_THAT(changed.body, HasSubstr(R"("facts":{"organisation":"ACME","period":"2023"},)"
                                        R"("fact_sources":{"organisation":"user","period":"user"},)"));
    EXPECT_THAT(patch(R"({"facts": {"period": null}})").body, HasSubstr(R"("facts":{"organisation":"ACME"},)"));
    EXPECT_THAT(server.ask(get("/documents?filter=organisation%3Dacme")).body, HasSubstr(R"("total":1,)"));

    EXPECT_THAT(patch(R"({"facts": {"organization": "X"}})").body,
                HasSubstr("organization is no fact; the facts are title, organisation, type, period, date"));
    EXPECT_THAT(patch(R"({"facts": {"date": "soon"}})").body, HasSubstr(R"("loc":["body","facts"])"));
    EXPECT_THAT(patch(R"({"facts": {"title": true}})").body, HasSubstr("title takes a string, or null"));
    EXPECT_THAT(patch(R"({"facts": []})").body, HasSubstr("expected an object of facts"));
    EXPECT_THAT(patch(R"({"facts": {}})").body, HasSubstr("expected an object of facts"));
    EXPECT_THAT(patch("{}").body, HasSubstr(R"("type":"missing","loc":["body","facts"])"));
    EXPECT_EQ(server.ask(with_body("PATCH", "/documents/x", R"({"facts": {"title": "T"}})")).status, 404);
}

TEST(Server, DeletesSeveralDocumentsAndNeverAllByAccident) {
    TestServer server;
    auto remove = [&](const std::string& target, const std::string& body = {}) {
        return server.ask(with_body("DELETE", target, body));
    };
    for (auto target :
         {"/documents", "/documents?filter=", "/documents?filter=pages%3D2&id=x", "/documents?q=report"}) {
        EXPECT_EQ(remove(target).status, 422) << target;
    }
    EXPECT_EQ(remove("/documents", R"({"filter": {}})").status, 422);
    EXPECT_EQ(remove("/documents?filter=isbn%3D2").status, 422);
    EXPECT_EQ(remove("/documents?filter=pages%3D2&collection=other").status, 404);
    EXPECT_EQ(remove("/documents?filter=pages%3D3").body, R"({"deleted":0,"documents":[],"missing":[]})");
    EXPECT_EQ(
        remove("/documents?id=x&id=" + FakeServices::kId).body,
        R"({"deleted":1,"documents":[{"id":")" + FakeServices::kId + R"(","name":"report.pdf"}],"missing":["x"]})");
    EXPECT_THAT(server.ask(get("/documents")).body, HasSubstr(R"("total":0,)"));
    EXPECT_THAT(remove("/documents", R"({"filter": "pages >= 0"})").body, HasSubstr(R"("deleted":0,)"));
}

TEST(Server, MakesListsAndDeletesCollections) {
    TestServer server;
    EXPECT_EQ(server.ask(get("/collections")).body,
              R"({"collections":[{"name":"default","documents":1,"pages":2,"chunks":3,"bytes":1234}],)"
              R"("total":1,"offset":0,"limit":100})");
    auto made = server.ask(post("/collections", R"({"name": "reports"})"));
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(made.body, R"({"name":"reports","documents":0,"pages":0,"chunks":0,"bytes":0})");
    EXPECT_EQ(server.ask(post("/collections?name=reports")).status, 200);
    EXPECT_EQ(server.ask(get("/collections/reports")).status, 200);
    EXPECT_EQ(server.ask(get("/documents?collection=reports")).status, 200);
    EXPECT_THAT(server.ask(get("/collections?offset=1&limit=1")).body, HasSubstr(R"([{"name":"reports",)"));

    EXPECT_THAT(server.ask(post("/collections", R"({"name": "a b"})")).body,
                HasSubstr(R"("loc":["body","name"],"msg":"Value error, \"a b\" cannot name a collection)"));
    EXPECT_THAT(server.ask(post("/collections")).body, HasSubstr(R"("type":"missing","loc":["query","name"])"));
    EXPECT_EQ(server.ask(with_body("DELETE", "/collections/reports", "")).status, 200);
    EXPECT_EQ(server.ask(with_body("DELETE", "/collections/reports", "")).status, 404);
    EXPECT_EQ(server.ask(get("/collections/reports")).status, 404);
    auto refused = server.ask(with_body("DELETE", "/collections/default", ""));
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("always exists and cannot be deleted; delete its documents instead"));
}

TEST(Server, SaysWhetherItIsReady) {
    TestServer server;
    for (auto path : {"/readyz", "/health", "/healthz"}) EXPECT_EQ(server.ask(get(path)).status, 200) << path;
    server.services().is_ready = false;
    auto answer = server.ask(get("/readyz?verbose"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body, R"({"status":"loading","checks":[{"name":"store","ready":false,)"
                           R"("detail":"it is being opened"}]})");
    EXPECT_EQ(server.ask(get("/livez")).status, 200);
}

TEST(Server, CountsRequestsInItsMetrics) {
    TestServer server;
    server.ask(post("/query?question=x"));
    server.ask(get("/nothing"));
    auto page = server.ask(get("/metrics"));
    EXPECT_EQ(page.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_THAT(page.body, HasSubstr(R"(genai_http_requests_total{method="POST",route="/query",status="200"} 1)"));
    EXPECT_THAT(page.body, HasSubstr(R"(genai_http_requests_total{method="other",route="none",status="404"} 1)"));
    EXPECT_THAT(page.body, HasSubstr("genai_inflight_requests 1\n"));
}

TEST(Server, AnswersWithTheRequestIdWhenAnEndpointThrows) {
    FakeServices services;
    services.on_answer = [](const Question&, const Limits&) -> Result<Answer> {
        throw std::runtime_error("secret path /root");
    };
    TestServer server({}, &services);
    auto answer = server.ask(post("/query?question=x", "", "X-Request-ID: r7\r\n"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, R"({"detail":"Internal Server Error"})");
    EXPECT_EQ(answer.header("X-Request-ID"), "r7");
}

TEST(Server, RefusesToBeReachableWithoutKeysUnlessToldTo) {
    FakeServices services;
    platform::Log log({.level = platform::LogLevel::kError});
    platform::Metrics metrics;
    Server closed({.host = "0.0.0.0", .port = 0}, services, log, metrics);
    auto refused = closed.listen();
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("set AUTH=none"));
    Server open({.host = "0.0.0.0", .port = 0, .authentication = Authentication::kNone}, services, log, metrics);
    EXPECT_TRUE(open.listen());
}

TEST(Server, SaysThatThePortIsTaken) {
    TestServer first;
    FakeServices services;
    platform::Log log({.level = platform::LogLevel::kError});
    platform::Metrics metrics;
    Server second({.port = first.port()}, services, log, metrics);
    auto refused = second.listen();
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("Address already in use; set HOST or PORT"));
}

}  // namespace
}  // namespace genai::api
