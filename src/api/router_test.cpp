// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::api {
namespace {

Match find(const std::string& method, const std::string& path, const std::string& query = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.raw_query = query;
    return find_route(routes(), request);
}

TEST(Router, FindsARouteWithItsValues) {
    auto match = find("GET", "/documents/a%20b/pages/7/text");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.route->pattern, "/documents/{id}/pages/{n}/text");
    EXPECT_THAT(match.path, testing::ElementsAre("a b", "7"));
}

TEST(Router, AnswersHeadByGet) { EXPECT_EQ(find("HEAD", "/livez").route, find("GET", "/livez").route); }

TEST(Router, NamesTheMethodsThatAreAllowed) {
    auto match = find("PUT", "/documents/x");
    EXPECT_EQ(match.refusal.status, 405);
    ASSERT_EQ(match.refusal.headers.size(), 1U);
    EXPECT_EQ(match.refusal.headers[0].value, "GET, PATCH, DELETE");
    EXPECT_EQ(find("HEAD", "/query").refusal.status, 405);
}

TEST(Router, RedirectsTheOtherSpellingOfASlash) {
    auto match = find("DELETE", "/documents/x/", "collection=c");
    EXPECT_EQ(match.refusal.status, 307);
    EXPECT_EQ(match.refusal.headers.at(0).value, "/documents/x?collection=c");
}

TEST(Router, NeverRedirectsToAnotherHost) {
    for (auto path :
         {"//query/", "//evil.example/", "//evil.example/documents/", "/\\evil.example/", "//documents/x/"}) {
        EXPECT_EQ(find("GET", path).refusal.status, 404) << path;
    }
}

TEST(Router, FindsNothingWhereThereIsNothing) {
    for (auto path : {"/", "", "/documents//pages/1/text", "/documents/x/pages", "/query/x", "/QUERY", "*"}) {
        EXPECT_EQ(find("GET", path).refusal.status, 404) << path;
    }
}

}  // namespace
}  // namespace genai::api
