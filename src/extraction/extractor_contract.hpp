// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "extraction/extractor.hpp"

// What every extractor promises. A test program instantiates ExtractorContract with an object of
// ExtractorContractSubject that knows a file of each kind.
namespace genai::extraction {

class ExtractorContractSubject {
public:
    virtual ~ExtractorContractSubject() = default;
    virtual Extractor& extractor() = 0;
    virtual std::filesystem::path three_pages() = 0;  // each with text
    virtual std::filesystem::path unreadable() = 0;
};

class ExtractorContract : public ::testing::TestWithParam<std::unique_ptr<ExtractorContractSubject> (*)()> {
protected:
    ExtractorContract() : subject_(GetParam()()) {}

    Result<Extraction> extract(const std::filesystem::path& file, std::vector<Page>& pages, const Limits& limits = {}) {
        return subject_->extractor().extract(
            file,
            [&](Page page, std::uint32_t total) -> Result<void> {
                EXPECT_EQ(total, 3U);
                pages.push_back(std::move(page));
                return {};
            },
            limits);
    }

    std::unique_ptr<ExtractorContractSubject> subject_;
};

TEST_P(ExtractorContract, GivesThePagesInOrderWithABoxForEachCodePoint) {
    std::vector<Page> pages;
    const auto result = extract(subject_->three_pages(), pages);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->state, DocumentState::kIndexed);
    EXPECT_EQ(result->reason, "");
    EXPECT_EQ(result->pages, 3U);
    ASSERT_EQ(pages.size(), 3U);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        EXPECT_EQ(pages[i].number, static_cast<int>(i) + 1);
        EXPECT_FALSE(pages[i].text.empty());
        EXPECT_TRUE(is_valid_utf8(pages[i].text));
        EXPECT_EQ(pages[i].boxes.size(), count_code_points(pages[i].text));
        std::uint32_t position = 0;
        for (const auto& block : pages[i].blocks) {
            EXPECT_LE(position, block.start);
            EXPECT_LT(block.start, block.end);
            position = block.end;
        }
        EXPECT_LE(position, pages[i].boxes.size());
    }
}

TEST_P(ExtractorContract, GivesTheSamePagesAgain) {
    std::vector<Page> first;
    std::vector<Page> second;
    ASSERT_TRUE(extract(subject_->three_pages(), first));
    ASSERT_TRUE(extract(subject_->three_pages(), second));
    EXPECT_EQ(first, second);
}

TEST_P(ExtractorContract, EndsABadFileInAStateWithAReason) {
    std::vector<Page> pages;
    const auto result = extract(subject_->unreadable(), pages);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_TRUE(is_failure(result->state)) << to_string(result->state);
    EXPECT_NE(result->reason, "");
    EXPECT_TRUE(pages.empty());
}

TEST_P(ExtractorContract, StopsAtTheSinksErrorAndReturnsIt) {
    int calls = 0;
    const auto result = subject_->extractor().extract(subject_->three_pages(),
                                                      [&](Page, std::uint32_t) -> Result<void> {
                                                          ++calls;
                                                          return fail(ErrorKind::kExhausted, "the disk is full");
                                                      },
                                                      {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::kExhausted);
    EXPECT_EQ(result.error().message, "the disk is full");
    EXPECT_EQ(calls, 1);
}

TEST_P(ExtractorContract, StopsWhenItIsCalledOff) {
    std::stop_source stop;
    const auto result = subject_->extractor().extract(subject_->three_pages(),
                                                      [&](Page, std::uint32_t) -> Result<void> {
                                                          stop.request_stop();
                                                          return {};
                                                      },
                                                      {Deadline::never(), stop.get_token()});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::kCancelled);

    std::vector<Page> pages;
    const auto late = extract(subject_->three_pages(), pages, {Deadline::after(std::chrono::seconds(-1)), {}});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::kTimeout);
    EXPECT_TRUE(pages.empty());
}

TEST_P(ExtractorContract, GoesOnWhereAnEarlierReadingStoodAndComesToTheSameEnd) {
    std::vector<Page> all;
    const auto undisturbed = extract(subject_->three_pages(), all);
    ASSERT_TRUE(undisturbed);
    for (std::uint32_t stop_at = 1; stop_at <= 3; ++stop_at) {
        Reading reading;
        std::string kept;
        const auto stopped = subject_->extractor().go_on(subject_->three_pages(), reading,
                                                         [&](Page page, std::uint32_t) -> Result<void> {
                                                             if (static_cast<std::uint32_t>(page.number) > stop_at)
                                                                 return fail(ErrorKind::kCancelled, "stopped");
                                                             kept = format_reading(reading);
                                                             return {};
                                                         },
                                                         {});
        EXPECT_EQ(stopped.has_value(), stop_at == 3);
        auto resumed = parse_reading(kept);
        ASSERT_TRUE(resumed) << kept;
        EXPECT_EQ(resumed->next_page, stop_at + 1);
        std::vector<Page> rest;
        const auto ended = subject_->extractor().go_on(subject_->three_pages(), *resumed,
                                                       [&](Page page, std::uint32_t) -> Result<void> {
                                                           rest.push_back(std::move(page));
                                                           return {};
                                                       },
                                                       {});
        ASSERT_TRUE(ended);
        EXPECT_EQ(rest, std::vector<Page>(all.begin() + stop_at, all.end()));
        EXPECT_EQ(ended->state, undisturbed->state);
        EXPECT_EQ(ended->reason, undisturbed->reason);
        EXPECT_EQ(ended->pages, undisturbed->pages);
        EXPECT_TRUE(resumed->is_complete());
    }
}

TEST_P(ExtractorContract, HasAFingerprintThatStays) {
    EXPECT_NE(subject_->extractor().fingerprint(), "");
    EXPECT_EQ(subject_->extractor().fingerprint(), GetParam()()->extractor().fingerprint());
}

}  // namespace genai::extraction
