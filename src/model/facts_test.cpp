// SPDX-License-Identifier: Apache-2.0
#include "model/facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai {
namespace {

TEST(Facts, HaveNamesThatAreReadBack) {
    for (const FactKey key : kFactKeys) EXPECT_EQ(parse_fact_key(to_string(key)), key);
    EXPECT_EQ(parse_fact_key("organization"), std::nullopt);
    EXPECT_EQ(fact_names(), "title, organisation, type, period, date");
    for (const FactSource source : kFactSources) EXPECT_EQ(parse_fact_source(to_string(source)), source);
    EXPECT_EQ(parse_fact_source("nobody"), std::nullopt);
}

TEST(Facts, TakeTextAsItIsButForWhiteSpaceAroundIt) {
    EXPECT_EQ(parse_fact(FactKey::kOrganisation, "  Ørsted A/S \n").value(), "Ørsted A/S");
    EXPECT_EQ(parse_fact(FactKey::kPeriod, "2023-Q2").value(), "2023-Q2");
    EXPECT_EQ(parse_fact(FactKey::kDate, "2023-06-30").value(), "2023-06-30");
}

TEST(Facts, RefuseWhatCannotBeOneAndSayWhy) {
    const auto message = [](FactKey key, std::string_view text) {
        const auto parsed = parse_fact(key, text);
        return parsed ? "accepted: " + *parsed : parsed.error().message;
    };
    EXPECT_THAT(message(FactKey::kPeriod, "last year"), testing::HasSubstr("2023-Q2"));
    EXPECT_THAT(message(FactKey::kDate, "2023-02-30"), testing::HasSubstr("is no date"));
    EXPECT_THAT(message(FactKey::kTitle, " "), testing::HasSubstr("the value of title is empty"));
    EXPECT_THAT(message(FactKey::kTitle, "a\nb"), testing::HasSubstr("line break"));
    EXPECT_THAT(message(FactKey::kTitle, "\xFF"), testing::HasSubstr("not UTF-8"));
    EXPECT_EQ(parse_fact(FactKey::kTitle, std::string(kFactCodePointsMax, 'x')).value().size(), kFactCodePointsMax);
    EXPECT_THAT(message(FactKey::kTitle, std::string(kFactCodePointsMax + 1, 'x')), testing::HasSubstr("500"));
}

}  // namespace
}  // namespace genai
