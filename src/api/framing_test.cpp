// SPDX-License-Identifier: Apache-2.0
#include "api/framing.hpp"

#include <gtest/gtest.h>

#include "api/limits.hpp"

namespace genai::api {
namespace {

// The status that the head is refused with; 0 when it is sound.
int refusal(const std::string& head) {
    auto refused = check_head(head);
    return refused ? refused->status : 0;
}

int refusal_of_headers(const std::string& headers) {
    return refusal("POST /query HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
}

TEST(Framing, AcceptsSoundHeads) {
    EXPECT_EQ(refusal_of_headers(""), 0);
    EXPECT_EQ(refusal_of_headers("Content-Length: 5\r\nX:\r\nY:  a b \r\n"), 0);
    EXPECT_EQ(refusal_of_headers("Transfer-Encoding:  Chunked \r\n"), 0);
    EXPECT_EQ(refusal("GET / HTTP/1.0\r\n\r\n"), 0);
}

TEST(Framing, RefusesLinesThatDoNotEndInCrLf) {
    EXPECT_EQ(refusal("GET / HTTP/1.1\nHost: h\n\n"), 400);
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: h\n\r\n"), 400);
    EXPECT_EQ(refusal_of_headers("X: a\rContent-Length: 5\r\n"), 400);
    EXPECT_EQ(refusal_of_headers("X: a\r\r\n"), 400);
    EXPECT_EQ(refusal_of_headers(std::string("X: a\0b\r\n", 8)), 400);
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: h\r\n"), 400);
}

TEST(Framing, RefusesHeadersThatAreReadInTwoWays) {
    EXPECT_EQ(refusal_of_headers("X: a\r\n folded\r\n"), 400);
    EXPECT_EQ(refusal_of_headers("Content-Length : 5\r\n"), 400);
    EXPECT_EQ(refusal_of_headers("Transfer\tEncoding: chunked\r\n"), 400);
    EXPECT_EQ(refusal_of_headers("no colon\r\n"), 400);
    EXPECT_EQ(refusal_of_headers(": nameless\r\n"), 400);
}

TEST(Framing, RefusesAnUncertainEndOfTheBody) {
    EXPECT_EQ(refusal_of_headers("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(refusal_of_headers("Content-Length: 5\r\ncontent-length: 5\r\n"), 400);
    EXPECT_EQ(refusal_of_headers("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
    for (auto value : {"", "-5", "+5", "5, 5", "0x5", "5 5", "5a"}) {
        EXPECT_EQ(refusal_of_headers("Content-Length: " + std::string(value) + "\r\n"), 400) << value;
    }
    for (auto value : {"identity", "gzip, chunked", "chunked, chunked", "xchunked", "\"chunked\"", ""}) {
        EXPECT_EQ(refusal_of_headers("Transfer-Encoding: " + std::string(value) + "\r\n"), 501) << value;
    }
    EXPECT_EQ(refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(Framing, WantsExactlyOneHost) {
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of_headers("host: other\r\n"), 400);
}

TEST(Framing, WantsARequestLineOfThreeWords) {
    for (auto line : {"GET /", "GET", "", "GET  /  HTTP/1.1", "GET / x HTTP/1.1", "GET / FTP/1.1"}) {
        EXPECT_EQ(refusal(std::string(line) + "\r\nHost: h\r\n\r\n"), 400) << line;
    }
    EXPECT_EQ(refusal("GET / HTTP/2.0\r\nHost: h\r\n\r\n"), 505);
}

TEST(Framing, KeepsTheLimits) {
    EXPECT_EQ(refusal("GET /" + std::string(kTargetBytesMax, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 414);
    EXPECT_EQ(refusal_of_headers("X: " + std::string(kHeadBytesMax, 'x') + "\r\n"), 431);
    std::string many;
    for (std::size_t i = 1; i < kHeadersMax; ++i) many += "X: y\r\n";
    EXPECT_EQ(refusal_of_headers(many), 0);
    EXPECT_EQ(refusal_of_headers(many + "X: y\r\n"), 431);
}

}  // namespace
}  // namespace genai::api
