// SPDX-License-Identifier: Apache-2.0
#include "facts/organisation.hpp"

#include <gtest/gtest.h>

namespace genai::facts {
namespace {

std::vector<std::string> short_keys(std::string_view name) {
    std::vector<std::string> keys;
    for (const NameWords& words : short_names(name)) keys.push_back(to_key(words));
    return keys;
}
using Keys = std::vector<std::string>;

TEST(Organisation, DropsArticleAndLegalForm) {
    EXPECT_EQ(short_keys("The Lanternbay Company"), Keys{"lanternbay"});
    EXPECT_EQ(short_keys("LANTERNBAY.COM, INC."), Keys{"lanternbay"});
    EXPECT_EQ(short_keys("Wellenm\xC3\xBCller Maschinenbau GmbH & Co. KG"), Keys{"wellenmuller maschinenbau"});
    EXPECT_EQ(short_keys("Gullsand S.A."), Keys{"gullsand"});
    EXPECT_EQ(short_keys("Ruderverein Saltmere e.V."), Keys{"ruderverein saltmere"});
    EXPECT_EQ(short_keys("Brockvale & Brockvale"), Keys{"brockvale and brockvale"});
}

TEST(Organisation, DropsWordsThatAreHardlyPartOfTheName) {
    EXPECT_EQ(short_keys("Skelder Holdings International plc"),
              (Keys{"skelder holdings international", "skelder holdings", "skelder"}));
}

TEST(Organisation, NeverShortensToAGeneralWord) {
    EXPECT_EQ(short_keys("American Holdings Inc."), Keys{"american holdings"});
    EXPECT_TRUE(short_keys("The Group").empty());
    EXPECT_TRUE(short_keys("").empty());
    EXPECT_TRUE(short_keys("Inc.").empty() || short_keys("Inc.") == Keys{"inc"});
}

TEST(Organisation, KnowsAbbreviationsMadeOfTheBeginningsOfAllWords) {
    const NameWords two{"amberly", "exports"};
    EXPECT_TRUE(is_abbreviation("ae", two));
    EXPECT_TRUE(is_abbreviation("amex", two));
    EXPECT_FALSE(is_abbreviation("am", two));
    EXPECT_FALSE(is_abbreviation("aex1", two));
    const NameWords pair{"brockvale", "and", "brockvale"};
    EXPECT_TRUE(is_abbreviation("bb", pair));
    EXPECT_TRUE(is_abbreviation("bnb", pair));
    EXPECT_FALSE(is_abbreviation("b", pair));
    EXPECT_FALSE(is_abbreviation("o", {"orrevane"}));
}

}  // namespace
}  // namespace genai::facts
