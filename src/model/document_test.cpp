// SPDX-License-Identifier: Apache-2.0
#include "model/document.hpp"

#include <gtest/gtest.h>

namespace genai {
namespace {

TEST(DocumentState, HasANameThatReadsBack) {
    for (int i = 0; i <= static_cast<int>(DocumentState::kDeleted); ++i) {
        const auto state = static_cast<DocumentState>(i);
        EXPECT_EQ(parse_document_state(to_string(state)), state);
    }
    EXPECT_EQ(parse_document_state("no such state"), std::nullopt);
}

TEST(DocumentState, WithoutTextIsNoFailure) {
    EXPECT_FALSE(is_failure(DocumentState::kNoText));
    EXPECT_FALSE(is_failure(DocumentState::kIndexed));
    EXPECT_FALSE(is_failure(DocumentState::kPartial));
    EXPECT_TRUE(is_failure(DocumentState::kEncrypted));
    EXPECT_TRUE(is_failure(DocumentState::kDamaged));
    EXPECT_TRUE(is_failure(DocumentState::kOutOfMemory));
}

}  // namespace
}  // namespace genai
