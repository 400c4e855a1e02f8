// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "api/test_server.hpp"

// Files and images of pages, as clients get them.
namespace genai::api {
namespace {

using testing::HasSubstr;

const std::string kDocument = "/documents/" + FakeServices::kId;

std::string head_of(const std::string& target) { return "HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n"; }

TEST(DocumentFile, IsSentWholeWithItsName) {
    TestServer server;
    auto answer = server.ask(get(kDocument + "/file"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, server.services().file_bytes);
    EXPECT_EQ(answer.header("Content-Type"), "application/pdf");
    EXPECT_EQ(answer.header("Content-Disposition"), "inline; filename=\"report.pdf\"");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("ETag"), "\"" + FakeServices::kId + "\"");
    EXPECT_EQ(answer.header("Accept-Ranges"), "bytes");
    EXPECT_EQ(answer.header("Cache-Control"), "private, no-cache");
}

TEST(DocumentFile, IsSentInPiecesWhateverItsSize) {
    TestServer server;
    auto& bytes = server.services().file_bytes;
    bytes.resize(5 * kFilePieceBytes + 123);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7 + i / 4099);
    TestClient client(server.port());
    EXPECT_EQ(client.ask(get(kDocument + "/file")).body, bytes);
    auto part = client.ask(get(kDocument + "/file", "Range: bytes=65000-200000\r\n"));
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, bytes.substr(65000, 135001));
    EXPECT_EQ(part.header("Content-Range"), "bytes 65000-200000/" + std::to_string(bytes.size()));
    EXPECT_EQ(client.ask(get("/livez")).status, 200) << "the connection goes on";
}

TEST(DocumentFile, SaysItsSizeToAHeadAndSendsNothing) {
    TestServer server;
    TestClient client(server.port());
    client.send(head_of(kDocument + "/file"));
    auto answer = client.receive(false);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), std::to_string(server.services().file_bytes.size()));
    EXPECT_EQ(client.ask(get("/livez")).status, 200) << "no byte of the file stands in the way";
}

TEST(DocumentFile, IsNotSentAgainToWhoHasIt) {
    TestServer server;
    TestClient client(server.port());
    auto answer = client.ask(get(kDocument + "/file", "If-None-Match: \"" + FakeServices::kId + "\"\r\n"));
    EXPECT_EQ(answer.status, 304);
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(client.ask(get("/livez")).status, 200);
}

TEST(DocumentFile, RefusesARangeBehindItsEnd) {
    TestServer server;
    auto answer = server.ask(get(kDocument + "/file", "Range: bytes=1000-\r\n"));
    EXPECT_EQ(answer.status, 416);
    EXPECT_EQ(answer.header("Content-Range"), "bytes */19");
}

TEST(DocumentFile, SaysWhenItIsGoneOrWasNeverThere) {
    TestServer server;
    server.services().is_file_gone = true;
    auto gone = server.ask(get(kDocument + "/file"));
    EXPECT_EQ(gone.status, 409);
    EXPECT_THAT(gone.body, HasSubstr("not in /raw any more"));
    EXPECT_EQ(server.ask(get("/documents/" + std::string(64, 'b') + "/file")).status, 404);
    EXPECT_EQ(server.ask(get(kDocument + "/file?collection=other")).status, 404);
}

TEST(DocumentFile, HoldsUpNobodyWhenItsReaderStopsReading) {
    FakeServices services;
    services.file_bytes.assign(8 << 20, 'x');
    TestServer server({}, &services);
    TestClient client(server.port());
    client.send(get(kDocument + "/file"));
    // Nothing is read: what is under way stays bounded, and others are served.
    EXPECT_EQ(server.ask(get("/livez")).status, 200);
    EXPECT_EQ(server.ask(get(kDocument + "/file", "Range: bytes=0-9\r\n")).body, "xxxxxxxxxx");
}

TEST(PageImage, IsAPngWithATag) {
    TestServer server;
    auto answer = server.ask(get(kDocument + "/pages/2"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "page 2 width 0 dpi 120");
    EXPECT_EQ(answer.header("Content-Type"), "image/png");
    EXPECT_EQ(answer.header("Cache-Control"), "private, no-cache");
    auto again = server.ask(get(kDocument + "/pages/2", "If-None-Match: " + answer.header("ETag") + "\r\n"));
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(server.services().drawings, 1) << "nothing is drawn for who has it";
    auto other = server.ask(get(kDocument + "/pages/2?dpi=100"));
    EXPECT_NE(other.header("ETag"), answer.header("ETag"));
}

TEST(PageImage, TakesASizeAndMarks) {
    TestServer server;
    EXPECT_EQ(server.ask(get(kDocument + "/pages/1?width=300")).body, "page 1 width 300 dpi 120");
    EXPECT_EQ(server.ask(get(kDocument + "/pages/1?dpi=150&start=2&end=4")).body,
              "page 1 width 0 dpi 150 [20.000000, 40.000000]");
    // The fake's chunks are the whole of page 2.
    EXPECT_EQ(server.ask(get(kDocument + "/pages/2?highlight=c1&highlight=c2&start=0&end=1")).body,
              "page 2 width 0 dpi 120 [0.000000, 10.000000] [0.000000, 80.000000] [0.000000, 80.000000]");
}

TEST(PageImage, RefusesWhatItCannotDraw) {
    TestServer server;
    const auto status = [&](const std::string& rest) { return server.ask(get(kDocument + "/pages/" + rest)).status; };
    EXPECT_EQ(status("3"), 404) << "the document has two";
    EXPECT_EQ(status("0"), 422);
    EXPECT_EQ(status("first"), 422);
    EXPECT_EQ(status("1?width=10"), 422);
    EXPECT_EQ(status("1?width=100000"), 422);
    EXPECT_EQ(status("1?dpi=9999"), 422);
    EXPECT_EQ(status("1?dpi=100&width=100"), 422);
    EXPECT_EQ(status("1?start=1"), 422);
    EXPECT_EQ(status("1?start=5&end=4"), 422);
    EXPECT_EQ(status("1?collection=other"), 404);
    std::string many = "1?highlight=c1";
    for (std::size_t i = 0; i < kHighlightsMax; ++i) many += "&highlight=c1";
    EXPECT_EQ(status(many), 422);
    auto missing = server.ask(get(kDocument + "/pages/1?highlight=c1"));
    EXPECT_EQ(missing.status, 404) << "c1 is on page 2";
    EXPECT_THAT(missing.body, HasSubstr("no chunk c1 on page 1"));
    EXPECT_EQ(server.services().drawings, 0);
}

TEST(PageImage, AnswersAHead) {
    TestServer server;
    TestClient client(server.port());
    client.send(head_of(kDocument + "/pages/1"));
    auto answer = client.receive(false);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "image/png");
    EXPECT_EQ(client.ask(get("/livez")).status, 200);
}

}  // namespace
}  // namespace genai::api
