// SPDX-License-Identifier: Apache-2.0
#include "api/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/address_set.hpp"
#include "api/http.hpp"
#include "platform/options_load.hpp"

namespace genai::api {
namespace {

TEST(ServerSettings, AreReadFromTheEnvironment) {
    Settings settings;
    platform::Options options;
    describe(settings, options);
    platform::Sources sources;
    sources.environment = {
        {"HOST", "::1"}, {"PORT", "0"}, {"AUTH", "none"}, {"DRAIN_DELAY", "7"}, {"QUERY_WAIT_MAX", "50ms"}};
    EXPECT_THAT(platform::load(options, sources).errors, testing::IsEmpty());
    EXPECT_EQ(settings.host, "::1");
    EXPECT_EQ(settings.port, 0);
    EXPECT_EQ(settings.authentication, Authentication::kNone);
    EXPECT_EQ(settings.drain_delay, std::chrono::seconds(7));
    EXPECT_EQ(settings.query_wait_max, std::chrono::milliseconds(50));
}

TEST(ServerSettings, RefuseAProxyThatIsNoAddress) {
    Settings settings;
    platform::Options options;
    describe(settings, options);
    platform::Sources sources;
    sources.environment = {{"TRUSTED_PROXIES", "10.0.0.0/8, nginx"}};
    EXPECT_THAT(platform::load(options, sources).errors,
                testing::ElementsAre(testing::HasSubstr("TRUSTED_PROXIES: \"nginx\" is neither an IP address")));
}

TEST(ServerSettings, RefuseAnAllowedHostThatIsNone) {
    for (const std::string hosts : {"docs.example, genai , [::1]", "a/b", "docs.example:80", "a b"}) {
        Settings settings;
        platform::Options options;
        describe(settings, options);
        platform::Sources sources;
        sources.environment = {{"ALLOWED_HOSTS", hosts}};
        bool is_sound = hosts.starts_with("docs.example,");
        EXPECT_EQ(platform::load(options, sources).errors.empty(), is_sound) << hosts;
        if (is_sound) {
            EXPECT_THAT(list_of_hosts(settings.allowed_hosts), testing::ElementsAre("docs.example", "genai", "[::1]"));
        }
    }
}

TEST(AddressSet, ContainsAddressesAndNetworks) {
    auto set = AddressSet::parse("127.0.0.1, 10.0.0.0/8,fd00::/8").value();
    for (auto address : {"127.0.0.1", "10.255.0.3", "fd12::1", "::ffff:10.0.0.1"})
        EXPECT_TRUE(set.contains(address)) << address;
    for (auto address : {"127.0.0.2", "11.0.0.1", "fe80::1", "nonsense", ""})
        EXPECT_FALSE(set.contains(address)) << address;
    EXPECT_FALSE(AddressSet::parse("")->contains("127.0.0.1"));
    for (auto list : {"10.0.0.0/33", "1.2.3", "x", "::1/200"}) EXPECT_FALSE(AddressSet::parse(list)) << list;
}

TEST(Http, MapsEachErrorKindToOneStatusAndKeepsInternalsInside) {
    EXPECT_EQ(to_response(Error{ErrorKind::kNotFound, "no such"}).body, R"({"detail":"no such"})");
    EXPECT_EQ(to_response(Error{ErrorKind::kTimeout, ""}).status, 504);
    EXPECT_EQ(to_response(Error{ErrorKind::kInternal, "row 5 of table x"}).body,
              R"({"detail":"Internal Server Error"})");
    EXPECT_EQ(to_response(Error{ErrorKind::kOverloaded, ""}).headers.at(0).name, "Retry-After");
}

}  // namespace
}  // namespace genai::api
