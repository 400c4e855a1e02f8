// SPDX-License-Identifier: Apache-2.0
#include "model/version_filter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai {
namespace {

TEST(VersionFilter, AllowsEverythingUnlessItIsToldWhat) {
    EXPECT_TRUE(VersionFilter().allows_all());
    EXPECT_TRUE(VersionFilter().allows("any"));
}

TEST(VersionFilter, AllowsItsVersionsAlone) {
    const VersionFilter filter({"c", "a", "c"});
    EXPECT_FALSE(filter.allows_all());
    EXPECT_THAT(filter.versions(), testing::ElementsAre("a", "c"));
    EXPECT_TRUE(filter.allows("a"));
    EXPECT_FALSE(filter.allows("b"));
}

TEST(VersionFilter, OfNoVersionAllowsNothing) {
    const VersionFilter filter(std::vector<std::string>{});
    EXPECT_FALSE(filter.allows_all());
    EXPECT_FALSE(filter.allows(""));
}

}  // namespace
}  // namespace genai
