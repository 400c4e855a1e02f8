// SPDX-License-Identifier: Apache-2.0
#include "model/scope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai {
namespace {

TEST(CollectionName, HasLettersDigitsAndThreeMarks) {
    for (const char* name : {"default", "reports-2025", "a.b_c", "7", "Verträge", "日本"})
        EXPECT_TRUE(check_collection_name(name)) << name;
    EXPECT_TRUE(check_collection_name(std::string(kCollectionNameMax, 'x')));
}

TEST(CollectionName, RefusesOthersAndSaysWhy) {
    const auto why = [](std::string_view name) {
        const auto checked = check_collection_name(name);
        return checked ? std::string("accepted") : checked.error().message;
    };
    EXPECT_THAT(why(""), testing::HasSubstr("it is empty"));
    EXPECT_THAT(why("a b"), testing::HasSubstr("\"a b\" cannot name a collection: use letters"));
    EXPECT_THAT(why("a/b"), testing::HasSubstr("use letters"));
    EXPECT_THAT(why("a\n"), testing::HasSubstr("use letters"));
    EXPECT_THAT(why("-yes"), testing::HasSubstr("begin with a letter"));
    EXPECT_THAT(why(".."), testing::HasSubstr("begin with a letter"));
    EXPECT_THAT(why("\xFF"), testing::HasSubstr("not UTF-8"));
    EXPECT_THAT(why(std::string(kCollectionNameMax + 1, 'x')), testing::HasSubstr("longer than 128"));
}

}  // namespace
}  // namespace genai
