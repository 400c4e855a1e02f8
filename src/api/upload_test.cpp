// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <list>
#include <thread>

#include "api/limits.hpp"
#include "api/test_server.hpp"
#include "base/hash.hpp"

namespace genai::api {
namespace {

using testing::HasSubstr;

std::string part(const std::string& disposition, const std::string& data) {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + data + "\r\n";
}
std::string file(const std::string& name, const std::string& data) {
    return part("name=\"files\"; filename=\"" + name + "\"", data);
}
std::string head(std::size_t bytes, const std::string& target = "/documents", const std::string& headers = {}) {
    return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n" +
           "Content-Length: " + std::to_string(bytes) + "\r\n" + headers + "\r\n";
}
std::string upload(const std::string& parts, const std::string& target = "/documents") {
    const std::string body = parts + "--b--\r\n";
    return head(body.size(), target) + body;
}

TEST(Upload, KeepsTheFilesAndQueuesAJobForEach) {
    TestServer server;
    const auto answer = server.ask(upload(file("a.pdf", "bytes") + part("name=\"password\"", "secret") +
                                          file("../b.pdf", "other")));
    EXPECT_EQ(answer.status, 202) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(R"({"documents":[{"id":")" + sha256_hex("bytes") + R"(","name":"a.pdf","job_id":")"));
    EXPECT_THAT(answer.body, HasSubstr(R"("name":"b.pdf")"));
    auto& jobs = server.services().jobs();
    EXPECT_EQ(jobs.password, "secret");
    EXPECT_TRUE(jobs.blobs.find(sha256_hex("other")).value());
    EXPECT_EQ(jobs.list({}, 0, 10)->total, 2U);
    EXPECT_THAT(server.logged(), testing::Not(HasSubstr("secret")));
}

TEST(Upload, Answers200WhenThereIsNothingToDo) {
    TestServer server;
    const auto answer = server.ask(upload(file("report.pdf", "bytes")));
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr(R"("job_id":null,"outcome":"unchanged")"));
}

TEST(Upload, TakesABodyOfManyPiecesHoweverItIsFramed) {
    TestServer server;
    const std::string data(5 * kUploadPieceBytes + 17, '\r');
    EXPECT_EQ(server.ask(upload(file("a.pdf", data))).status, 202);
    std::string chunked =
        "POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        "Transfer-Encoding: chunked\r\n\r\n";
    for (const std::string& piece : {file("b.pdf", data), std::string("--b--")}) {
        char size[20];
        std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
        chunked += size + piece + "\r\n";
    }
    EXPECT_EQ(server.ask(chunked + "0\r\n\r\n").status, 202);
    const auto kept = server.services().jobs().blobs.list().value();
    ASSERT_EQ(kept.size(), 1U) << "the same bytes";
    EXPECT_EQ(kept[0], (blobs::Blob{sha256_hex(data), data.size()}));
}

TEST(Upload, RefusesWhatIsTooLargeBeforeItComes) {
    TestServer server({.upload_bytes_max = 2000});
    EXPECT_EQ(server.ask(upload(file("a.pdf", std::string(1000, 'x')))).status, 202);
    const auto announced = server.ask(head(2001));
    EXPECT_EQ(announced.status, 413);
    EXPECT_THAT(announced.body, HasSubstr("UPLOAD_BYTES_MAX"));
    std::string chunked =
        "POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        "Transfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 3; ++i) chunked += "3e8\r\n" + std::string(1000, 'x') + "\r\n";
    EXPECT_EQ(server.ask(chunked).status, 413);
    EXPECT_EQ(server.services().jobs().blobs.list()->size(), 1U);
}

TEST(Upload, AsksForTheBodyOnlyWhenItWillTakeIt) {
    TestServer server;
    TestClient client(server.port());
    const std::string body = file("a.pdf", "bytes") + "--b--";
    client.send(head(body.size(), "/documents", "Expect: 100-continue\r\n"));
    EXPECT_EQ(client.receive().status, 100);
    client.send(body);
    EXPECT_EQ(client.receive().status, 202);
    EXPECT_EQ(server.ask(head(9, "/documents?collection=none", "Expect: 100-continue\r\n")).status, 404);
    EXPECT_EQ(server.ask(head(200'000'000, "/documents", "Expect: 100-continue\r\n")).status, 413);
    EXPECT_EQ(server.ask("POST /documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/pdf\r\n"
                         "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n")
                  .status,
              415);
    server.services().jobs().refusal = Error{ErrorKind::kExhausted, "the disk is full"};
    const auto full = server.ask(head(9, "/documents", "Expect: 100-continue\r\n"));
    EXPECT_EQ(full.status, 507);
    EXPECT_THAT(full.body, HasSubstr("the disk is full"));
}

TEST(Upload, RefusesAFormThatCannotBeUsed) {
    TestServer server;
    std::string many;
    for (std::size_t i = 0; i <= kUploadFilesMax; ++i) many += file(std::to_string(i) + ".pdf", "x");
    const std::string missing = R"({"detail":[{"type":"missing","loc":["body","files"],"msg":"Field required","input":null}]})";
    for (const auto& [body, status, words] : std::initializer_list<std::tuple<std::string, int, std::string>>{
             {part("name=x", "y"), 422, missing},
             {part("name=\"files\"; filename=\"\"", ""), 422, missing},
             {file("a.pdf", "1") + file("x/a.pdf", "2"), 422, "two files of one request have this name"},
             {file("..", "1"), 422, "the file name is empty"},
             {many, 413, "more than 32 files"},
             {part("name=x", std::string(kFieldBytesMax + 1, 'y')), 413, "a file has a filename"},
             {"nonsense", 400, "multipart"}}) {
        const auto answer = server.ask(upload(body));
        EXPECT_EQ(answer.status, status) << answer.body;
        EXPECT_THAT(answer.body, HasSubstr(words));
    }
    EXPECT_TRUE(server.services().jobs().blobs.list()->empty());
    EXPECT_EQ(server.services().jobs().list({}, 0, 1)->total, 0U);
}

TEST(Upload, LeavesNothingOfAClientThatLeavesMidway) {
    TestServer server;
    for (int i = 0; i < 3 * static_cast<int>(kUploadsMax); ++i) {
        TestClient client(server.port());
        client.send(head(100'000) + file("a.pdf", "bytes") + "--b\r\nContent-Disposition: form-data; name=x");
    }
    TestAnswer after;
    for (int tries = 0; tries < 100 && after.status != 202; ++tries) {
        after = server.ask(upload(file("b.pdf", "other")));
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(after.status, 202) << "their places are free again";
    EXPECT_EQ(server.services().jobs().blobs.list()->size(), 1U);
}

TEST(Upload, RefusesMoreThanArriveAtATime) {
    TestServer server;
    std::list<TestClient> clients;
    for (std::size_t i = 0; i < kUploadsMax; ++i) {
        clients.emplace_back(server.port());
        clients.back().send(head(100'000, "/documents", "Expect: 100-continue\r\n"));
        EXPECT_EQ(clients.back().receive().status, 100);
    }
    const auto refused = server.ask(upload(file("a.pdf", "x")));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("Retry-After"), "1");
    EXPECT_EQ(server.ask(get("/livez")).status, 200);
}

TEST(Upload, CutsOffOneThatTakesTooLong) {
    TestServer server({.upload_timeout = std::chrono::milliseconds(200)});
    TestClient client(server.port());
    client.send(head(100'000));
    EXPECT_EQ(client.receive().status, 408);
}

}  // namespace
}  // namespace genai::api
