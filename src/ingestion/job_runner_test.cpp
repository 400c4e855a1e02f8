// SPDX-License-Identifier: Apache-2.0
#include "ingestion/job_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <thread>

#include "catalog/fake_catalog.hpp"
#include "chunks/fake_chunk_store.hpp"
#include "embedding/fake_embedder.hpp"
#include "extraction/fake_extractor.hpp"
#include "jobs/fake_job_queue.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::ingestion {
namespace {

using jobs::JobState;

// Something happens before the embedder does its work.
class HookedEmbedder : public embedding::FakeEmbedder {
public:
    Result<Embeddings> embed_documents(std::span<const std::string> texts, const Limits& limits) override {
        if (before) {
            if (auto hooked = before(); !hooked) return propagate(hooked);
        }
        return FakeEmbedder::embed_documents(texts, limits);
    }
    std::function<Result<void>()> before;
};

class JobRunnerTest : public testing::Test {
protected:
    std::string add(const std::string& name, int pages = 2) {
        const auto file = folder_.path() / name;
        std::ofstream(file) << "bytes of " << name;
        std::vector<std::string> texts;
        for (int i = 0; i < pages; ++i) texts.push_back("Words of page " + std::to_string(i));
        if (pages > 0) extractor_.set_text(name, texts);
        return queue_.add({{}, {"upload", name}, file.string(), ""})->id;
    }
    bool run(const Limits& limits = {}) {
        const auto ran = runner_.run_next(limits);
        return ran && *ran != JobRunner::Turn::kIdle;
    }
    Result<JobEquipment> equip(const jobs::Job& job) {
        if (obstacle_) return tl::unexpected(*obstacle_);
        return JobEquipment{{}, job.file, nullptr, {settings_, {}, {catalog_, chunks_, extractor_, embedder_}}};
    }
    jobs::Job find(const std::string& id) { return **queue_.find(id); }

    platform::TemporaryFolder folder_;
    jobs::Time now_ = jobs::Time(std::chrono::hours(500'000));
    jobs::FakeJobQueue queue_{{.attempts_max = 2}, [this] { return now_; }};
    catalog::FakeCatalog catalog_;
    chunks::FakeChunkStore chunks_;
    extraction::FakeExtractor extractor_;
    HookedEmbedder embedder_;
    Settings settings_{.workers = 1, .batch_pages = 2};
    std::optional<Error> obstacle_;
    JobRunner runner_{queue_, [this](const jobs::Job& job) { return equip(job); }, "runner"};
};

TEST_F(JobRunnerTest, MakesADocumentOfEachJob) {
    EXPECT_FALSE(run());
    const std::string a = add("a.pdf"), b = add("b.pdf");
    EXPECT_TRUE(run());
    EXPECT_TRUE(run());
    EXPECT_FALSE(run());
    EXPECT_EQ(find(a).state, JobState::kDone);
    EXPECT_EQ(find(b).progress.pages_total, 2U);
    EXPECT_TRUE(*catalog_.find_by_name({}, {"upload", "b.pdf"}));
}

TEST_F(JobRunnerTest, EndsABadFileWithItsReasonAndDoesNotTryAgain) {
    const std::string bad = add("bad.pdf", 0);
    EXPECT_TRUE(run());
    EXPECT_EQ(find(bad).state, JobState::kFailed);
    EXPECT_EQ(find(bad).error, "not a PDF");
    const std::string partial = add("partial.pdf");
    extractor_.set("partial.pdf", {{extraction::FakeExtractor::page(1, "One page.")},
                                   {DocumentState::kPartial, "page 2 is damaged", 2}});
    EXPECT_TRUE(run());
    EXPECT_EQ(find(partial).state, JobState::kPartial);
    EXPECT_EQ(find(partial).error, "page 2 is damaged");
}

TEST_F(JobRunnerTest, TriesAgainWhatTheMachineDidAndThenGivesUp) {
    const std::string id = add("a.pdf");
    embedder_.before = [] { return Result<void>(fail(ErrorKind::kUnavailable, "the disk says no")); };
    EXPECT_TRUE(run());
    EXPECT_EQ(find(id).state, JobState::kWaiting);
    EXPECT_THAT(find(id).error, testing::HasSubstr("the disk says no"));
    EXPECT_FALSE(run()) << "not before its time";
    now_ += std::chrono::hours(1);
    EXPECT_TRUE(run());
    EXPECT_EQ(find(id).state, JobState::kDead);
    embedder_.before = nullptr;
    ASSERT_TRUE(queue_.retry(id));
    EXPECT_TRUE(run());
    EXPECT_EQ(find(id).state, JobState::kDone);
}

TEST_F(JobRunnerTest, HoldsAJobBackWhileTheDiskIsFullHoweverOften) {
    const std::string id = add("a.pdf");
    embedder_.before = [] { return Result<void>(fail(ErrorKind::kExhausted, "the disk is full")); };
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(*runner_.run_next({}), JobRunner::Turn::kHeld);
        EXPECT_EQ(find(id).state, JobState::kWaiting);
        EXPECT_THAT(find(id).error, testing::HasSubstr("the disk is full"));
        now_ += std::chrono::seconds(10);
    }
    embedder_.before = nullptr;
    EXPECT_EQ(*runner_.run_next({}), JobRunner::Turn::kRan);
    EXPECT_EQ(find(id).state, JobState::kDone);
    EXPECT_EQ(find(id).error, "");
}

TEST_F(JobRunnerTest, HoldsAJobBackBehindAnotherWriterAndEndsOneThatHasNoBytes) {
    const std::string id = add("a.pdf");
    obstacle_ = Error{ErrorKind::kConflict, "writer busy: pid 7"};
    EXPECT_EQ(*runner_.run_next({}), JobRunner::Turn::kHeld);
    EXPECT_EQ(find(id).error, "writer busy: pid 7");
    now_ += std::chrono::seconds(10);
    obstacle_ = Error{ErrorKind::kNotFound, "there is no blob"};
    EXPECT_EQ(*runner_.run_next({}), JobRunner::Turn::kRan);
    EXPECT_EQ(find(id).state, JobState::kFailed);
    EXPECT_EQ(find(id).error, "there is no blob");
}

TEST_F(JobRunnerTest, StopsWhatIsCancelled) {
    const std::string id = add("a.pdf", 40);
    embedder_.before = [&] {
        if (find(id).is_cancel_requested) return Result<void>();
        EXPECT_TRUE(queue_.cancel(id));
        std::this_thread::sleep_for(std::chrono::milliseconds(600));  // the next report is due
        return Result<void>();
    };
    EXPECT_TRUE(run());
    EXPECT_EQ(find(id).state, JobState::kCancelled);
    EXPECT_FALSE(*catalog_.find_by_name({}, {"upload", "a.pdf"}));
}

TEST_F(JobRunnerTest, GivesItsJobBackWhenItIsStoppedAndTheNextGoesOn) {
    const std::string id = add("a.pdf", 10);
    std::stop_source stop;
    int batches = 0;
    embedder_.before = [&] {
        if (++batches == 3) stop.request_stop();
        return Result<void>();
    };
    EXPECT_TRUE(run({Deadline::never(), stop.get_token()}));
    EXPECT_EQ(find(id).state, JobState::kQueued);
    EXPECT_EQ(find(id).attempts, 0U);
    EXPECT_FALSE(run({Deadline::never(), stop.get_token()}));
    EXPECT_GE(chunks_.drafts({})->front().next_page, 5U);
    EXPECT_TRUE(run());
    EXPECT_EQ(find(id).state, JobState::kDone);
    EXPECT_LE(batches, 6) << "no batch that was written is embedded again";
}

TEST_F(JobRunnerTest, GoesOnWithTheJobOfARunnerThatDied) {
    const std::string id = add("a.pdf");
    ASSERT_TRUE(*queue_.claim("one that died"));
    EXPECT_FALSE(run());
    now_ += std::chrono::hours(1);
    EXPECT_TRUE(run());
    EXPECT_EQ(find(id).state, JobState::kDone);
    EXPECT_EQ(find(id).attempts, 2U);
}

}  // namespace
}  // namespace genai::ingestion
