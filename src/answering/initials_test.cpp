// SPDX-License-Identifier: Apache-2.0
#include "answering/initials.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::answering {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Initials, AreFoundInQuestions) {
    EXPECT_THAT(abbreviations_of("How much was R&D, PP&E and RWA?"), ElementsAre("rd", "ppe", "rwa"));
    EXPECT_THAT(abbreviations_of("What did Apple spend on A?"), IsEmpty());
}

TEST(Initials, AreSpelledByTheWordsOfALabel) {
    const std::vector<std::string> asked{"rd", "ppe"};
    EXPECT_THAT(spelled_out(asked, "Research and development"), ElementsAre("rd"));
    EXPECT_THAT(spelled_out(asked, "Purchases of property, plant and equipment, net"), ElementsAre("ppe"));
    EXPECT_THAT(spelled_out(asked, "Research, then development"), IsEmpty());
    EXPECT_THAT(spelled_out({}, "Research and development"), IsEmpty());
}

}  // namespace
}  // namespace genai::answering
