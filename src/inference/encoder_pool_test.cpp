// SPDX-License-Identifier: Apache-2.0
#include "inference/encoder_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>

#include "inference/test_model.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::inference {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Sequences = std::vector<std::vector<std::int32_t>>;

constexpr std::size_t kHidden = 64;

class EncoderPoolTest : public testing::Test {
protected:
    void SetUp() override {
        write_test_model(folder_.path());
        auto encoder = Encoder::load({.model = "mine", .folder = folder_.path(), .precision = Precision::kFp32});
        ASSERT_TRUE(encoder) << encoder.error().message;
        encoder_ = std::move(*encoder);
    }

    // `count` sequences of 1 to 60 tokens.
    static Sequences make_sequences(std::size_t count) {
        Sequences sequences;
        for (std::size_t i = 0; i < count; ++i)
            sequences.emplace_back(1 + i * 7 % 60, static_cast<std::int32_t>(i * 13 % 50));
        return sequences;
    }
    Result<std::vector<float>> run(EncoderPool& pool, const Sequences& sequences, const Limits& limits = {},
                                   Urgency urgency = Urgency::kDocument, std::size_t batch = 32) const {
        std::vector<float> out(sequences.size() * kHidden);
        const Result<void> done = pool.run({sequences, urgency, batch}, limits, out);
        if (!done) return propagate(done);
        return out;
    }
    std::vector<float> alone(const std::vector<std::int32_t>& sequence) const {
        PackedBatch batch;
        batch.add(sequence);
        EncoderWorkspace workspace(encoder_->model());
        std::vector<float> out(kHidden);
        encoder_->encode(batch, workspace, out, [] {});
        return out;
    }

    platform::TemporaryFolder folder_;
    std::unique_ptr<Encoder> encoder_;
};

TEST_F(EncoderPoolTest, ReturnsTheVectorsInTheOrderOfTheSequences) {
    EncoderPool pool(*encoder_, 3);
    const Sequences sequences = make_sequences(101);
    const auto out = run(pool, sequences);
    ASSERT_TRUE(out) << out.error().message;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const std::vector<float> expected = alone(sequences[i]);
        for (std::size_t k = 0; k < kHidden; ++k) ASSERT_NEAR((*out)[i * kHidden + k], expected[k], 1e-5) << i;
    }
}

TEST_F(EncoderPoolTest, HasNothingToDoForNoSequences) {
    EncoderPool pool(*encoder_, 1);
    EXPECT_TRUE(run(pool, {}));
    EXPECT_EQ(pool.batches(), 0U);
}

TEST_F(EncoderPoolTest, PacksNoMoreSequencesTogetherThanItIsTold) {
    EncoderPool pool(*encoder_, 1);
    const Sequences sequences(24, std::vector<std::int32_t>(4, 1));
    ASSERT_TRUE(run(pool, sequences, {}, Urgency::kDocument, 1));
    EXPECT_EQ(pool.batches(), 24U);
    ASSERT_TRUE(run(pool, sequences, {}, Urgency::kDocument, 8));
    EXPECT_EQ(pool.batches(), 24U + 3U);
    ASSERT_TRUE(run(pool, sequences));
    EXPECT_EQ(pool.batches(), 24U + 3U + 1U);
}

TEST_F(EncoderPoolTest, NeverPacksMoreTokensThanFit) {
    EncoderPool pool(*encoder_, 2);
    ASSERT_TRUE(run(pool, Sequences(50, std::vector<std::int32_t>(60, 1)), {}, Urgency::kDocument, 1000));
    EXPECT_GE(pool.batches(), 50U * 60U / kBatchTokensMax);
}

TEST_F(EncoderPoolTest, ServesManyCallersAtOnce) {
    EncoderPool pool(*encoder_, 2);
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> callers;
    for (std::size_t caller = 0; caller < 8; ++caller) {
        callers.emplace_back([&, caller] {
            const Sequences sequences = make_sequences(1 + caller * 5);
            const Urgency urgency = caller % 2 == 0 ? Urgency::kQuestion : Urgency::kDocument;
            const std::vector<float> last = alone(sequences.back());
            for (int round = 0; round < 10; ++round) {
                const auto out = run(pool, sequences, {}, urgency);
                if (!out || std::fabs(out->at(out->size() - kHidden) - last[0]) > 1e-5F) ++wrong;
            }
        });
    }
    callers.clear();
    EXPECT_EQ(wrong, 0);
}

TEST_F(EncoderPoolTest, StopsWhenItIsCalledOff) {
    EncoderPool pool(*encoder_, 1);
    std::stop_source source;
    std::jthread later([&] {
        std::this_thread::sleep_for(milliseconds(20));
        source.request_stop();
    });
    const Sequences endless(200'000, std::vector<std::int32_t>(60, 1));
    const auto out = run(pool, endless, {.stop = source.get_token()});
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().kind, ErrorKind::kCancelled);
    EXPECT_TRUE(run(pool, make_sequences(3)));  // and is ready for the next
}

TEST_F(EncoderPoolTest, StopsAtTheDeadline) {
    EncoderPool pool(*encoder_, 2);
    const Sequences endless(200'000, std::vector<std::int32_t>(60, 1));
    const auto out = run(pool, endless, {.deadline = Deadline::after(milliseconds(20)), .stop = {}});
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().kind, ErrorKind::kTimeout);
    const auto late = run(pool, make_sequences(1), {.deadline = Deadline::after(milliseconds(0)), .stop = {}});
    EXPECT_EQ(late.error().kind, ErrorKind::kTimeout);
}

TEST_F(EncoderPoolTest, AnswersAQuestionBeforeTheDocumentsThatWait) {
    EncoderPool pool(*encoder_, 1);
    std::stop_source source;
    std::atomic<bool> is_ingesting = true;
    std::jthread ingest([&] {
        (void)run(pool, Sequences(100'000, std::vector<std::int32_t>(60, 1)), {.stop = source.get_token()});
        is_ingesting = false;
    });
    while (pool.batches() == 0) std::this_thread::sleep_for(milliseconds(1));
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(run(pool, make_sequences(1), {}, Urgency::kQuestion));
    EXPECT_TRUE(is_ingesting);
    source.request_stop();
}

TEST_F(EncoderPoolTest, LetsTheDocumentsOfSeveralCallersTakeTurns) {
    EncoderPool pool(*encoder_, 1);
    std::stop_source source;
    std::atomic<bool> is_running = true;
    std::jthread large([&] {
        (void)run(pool, Sequences(100'000, std::vector<std::int32_t>(60, 1)), {.stop = source.get_token()});
        is_running = false;
    });
    while (pool.batches() == 0) std::this_thread::sleep_for(milliseconds(1));
    EXPECT_TRUE(run(pool, make_sequences(40)));
    EXPECT_TRUE(is_running);
    source.request_stop();
}

TEST_F(EncoderPoolTest, RefusesCallersBeyondTheBound) {
    EncoderPool pool(*encoder_, 1);
    std::stop_source source;
    const Sequences many(500, std::vector<std::int32_t>(60, 1));
    std::atomic<std::size_t> overloaded = 0;
    std::vector<std::jthread> callers;
    for (std::size_t i = 0; i < EncoderPool::kWaitingMax + 5; ++i) {
        callers.emplace_back([&] {
            const auto out = run(pool, many, {.stop = source.get_token()});
            if (!out && out.error().kind == ErrorKind::kOverloaded && ++overloaded == 5) source.request_stop();
        });
    }
    callers.clear();
    EXPECT_EQ(overloaded, 5U);
}

TEST_F(EncoderPoolTest, SleepsWhenThereIsNothingToDo) {
    EncoderPool pool(*encoder_, 4);
    ASSERT_TRUE(run(pool, make_sequences(10)));
    const auto cpu = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_utime.tv_sec * 1000 + usage.ru_utime.tv_usec / 1000;
    };
    const auto before = cpu();
    std::this_thread::sleep_for(milliseconds(200));
    EXPECT_LE(cpu() - before, 20);
}

// A workspace of this model has some 3 MB of pages that are written when it is made.
TEST_F(EncoderPoolTest, TakesMemoryForAThreadOnlyOnceItHasWork) {
    const auto faults = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_minflt;
    };
    const auto before = faults();
    constexpr std::size_t kThreads = 64;
    EncoderPool pool(*encoder_, kThreads);
    ASSERT_TRUE(run(pool, make_sequences(1)));
    EXPECT_LT(faults() - before, static_cast<long>(kThreads) * 100);
}

TEST_F(EncoderPoolTest, TakesOneThreadForEachCoreByDefault) {
    EXPECT_EQ(EncoderPool(*encoder_, 0).threads(), std::max(1U, std::thread::hardware_concurrency()));
    EXPECT_EQ(EncoderPool(*encoder_, 3).threads(), 3U);
}

}  // namespace
}  // namespace genai::inference
