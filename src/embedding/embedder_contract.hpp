// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "embedding/embedder.hpp"

namespace genai::embedding {

// What every adapter of the port promises. An adapter's test instantiates the suite with a type whose static make()
// gives a std::unique_ptr<Embedder>.
template <class Maker>
class EmbedderContract : public testing::Test {
protected:
    void SetUp() override {
        embedder_ = Maker::make();
        ASSERT_NE(embedder_, nullptr);
    }

    static double dot(std::span<const float> a, std::span<const float> b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    }
    // A text of this many tokens, given that a short word is one.
    static std::string text_of(std::size_t tokens) {
        std::string text;
        for (std::size_t i = 0; i < tokens; ++i) text += "cash ";
        return text;
    }

    std::unique_ptr<Embedder> embedder_;
    const std::vector<std::string> texts_ = {"net revenues increased in the quarter", "the dog sleeps under the table",
                                             "revenues of the quarter increased", "", "$17,739 million"};
};

TYPED_TEST_SUITE_P(EmbedderContract);

TYPED_TEST_P(EmbedderContract, GivesEachTextAVectorOfLengthOne) {
    const auto vectors = this->embedder_->embed_documents(this->texts_, {});
    ASSERT_TRUE(vectors) << vectors.error().message;
    ASSERT_EQ(vectors->rows(), this->texts_.size());
    ASSERT_EQ(vectors->dimension(), this->embedder_->dimension());
    for (std::size_t i = 0; i < this->texts_.size(); ++i)
        EXPECT_NEAR(this->dot(vectors->row(i), vectors->row(i)), 1.0, 1e-4) << this->texts_[i];
}

TYPED_TEST_P(EmbedderContract, PutsTextsOfOneMeaningNearEachOther) {
    const auto vectors = this->embedder_->embed_documents(this->texts_, {});
    ASSERT_TRUE(vectors);
    EXPECT_GT(this->dot(vectors->row(0), vectors->row(2)), this->dot(vectors->row(0), vectors->row(1)) + 0.2);
}

TYPED_TEST_P(EmbedderContract, GivesATextTheSameVectorInAnyCompany) {
    const auto together = this->embedder_->embed_documents(this->texts_, {});
    ASSERT_TRUE(together);
    for (std::size_t i = 0; i < this->texts_.size(); ++i) {
        const auto alone = this->embedder_->embed_documents(std::span(this->texts_).subspan(i, 1), {});
        ASSERT_TRUE(alone);
        EXPECT_NEAR(this->dot(alone->row(0), together->row(i)), 1.0, 1e-4) << this->texts_[i];
        const auto question = this->embedder_->embed_question(this->texts_[i], {});
        ASSERT_TRUE(question);
        EXPECT_EQ(question->rows(), 1U);
    }
}

TYPED_TEST_P(EmbedderContract, HasNothingToDoForNoTexts) {
    const auto vectors = this->embedder_->embed_documents({}, {});
    ASSERT_TRUE(vectors);
    EXPECT_EQ(vectors->rows(), 0U);
}

TYPED_TEST_P(EmbedderContract, TakesTextsThatFillTheWindowAndRefusesLongerOnes) {
    const std::uint32_t window = this->embedder_->window_tokens();
    ASSERT_EQ(this->embedder_->count_tokens(this->text_of(window)), window);
    EXPECT_TRUE(this->embedder_->embed_question(this->text_of(window), {}));
    const auto question = this->embedder_->embed_question(this->text_of(window + 1), {});
    ASSERT_FALSE(question);
    EXPECT_EQ(question.error().kind, ErrorKind::kInvalidInput);
    const std::vector<std::string> texts = {"short", this->text_of(window + 1)};
    EXPECT_EQ(this->embedder_->embed_documents(texts, {}).error().kind, ErrorKind::kInvalidInput);
}

TYPED_TEST_P(EmbedderContract, CountsNothingInAnEmptyText) { EXPECT_EQ(this->embedder_->count_tokens(""), 0U); }

TYPED_TEST_P(EmbedderContract, TakesBytesThatAreNoText) {
    const std::vector<std::string> texts = {std::string("a\0b", 3), "\xff\xfe\x80", "\xc3"};
    EXPECT_TRUE(this->embedder_->embed_documents(texts, {}));
}

TYPED_TEST_P(EmbedderContract, StopsWhenItIsCalledOffOrLate) {
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(this->embedder_->embed_documents(this->texts_, {.stop = source.get_token()}).error().kind,
              ErrorKind::kCancelled);
    const Limits late = {.deadline = Deadline::after(std::chrono::milliseconds(0)), .stop = {}};
    EXPECT_EQ(this->embedder_->embed_question("late", late).error().kind, ErrorKind::kTimeout);
}

TYPED_TEST_P(EmbedderContract, WorksForSeveralCallersAtOnce) {
    std::vector<std::jthread> callers;
    std::vector<int> failures(4);
    for (int& failed : failures) {
        callers.emplace_back([&failed, this] {
            for (int i = 0; i < 5; ++i) failed += !this->embedder_->embed_documents(this->texts_, {});
        });
    }
    callers.clear();
    EXPECT_THAT(failures, testing::Each(0));
}

TYPED_TEST_P(EmbedderContract, DescribesItself) {
    EXPECT_FALSE(this->embedder_->description().empty());
    EXPECT_FALSE(this->embedder_->fingerprint().empty());
    EXPECT_EQ(this->embedder_->fingerprint(), TypeParam::make()->fingerprint());
}

REGISTER_TYPED_TEST_SUITE_P(EmbedderContract, GivesEachTextAVectorOfLengthOne, PutsTextsOfOneMeaningNearEachOther,
                            GivesATextTheSameVectorInAnyCompany, HasNothingToDoForNoTexts,
                            TakesTextsThatFillTheWindowAndRefusesLongerOnes, CountsNothingInAnEmptyText,
                            TakesBytesThatAreNoText, StopsWhenItIsCalledOffOrLate, WorksForSeveralCallersAtOnce,
                            DescribesItself);

}  // namespace genai::embedding
