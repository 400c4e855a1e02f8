// SPDX-License-Identifier: Apache-2.0
#include "ingestion/deletion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "catalog/fake_catalog.hpp"
#include "jobs/fake_job_queue.hpp"

namespace genai::ingestion {
namespace {

using jobs::JobState;

class DeletionTest : public testing::Test {
protected:
    void make_live(const std::string& id, const Scope& scope = {}) {
        catalog::VersionRecord record;
        record.document_id = id;
        record.version = "version of " + id;
        ASSERT_TRUE(catalog_.flip(scope, {"upload", id + ".pdf"}, record));
    }
    std::string queue(const std::string& id, const Scope& scope = {}) {
        return queue_.add({scope, {"upload", id + ".pdf"}, "/blobs/" + id, id})->id;
    }
    JobState state(const std::string& job) { return (*queue_.find(job))->state; }
    bool is_live(const std::string& id, const Scope& scope = {}) {
        return catalog_.find_document(scope, id)->has_value();
    }

    // The runner of the job that is due: makes its document live after all when told to stop, as one does that has just
    // passed its last look.
    std::jthread run_late(const std::string& id) {
        const std::string job = (*queue_.claim("runner"))->id;
        return std::jthread([this, id, job] {
            while (*queue_.heartbeat(job, "runner", {}) == jobs::Order::kGoOn)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            make_live(id);
            EXPECT_TRUE(queue_.finish(job, "runner", {jobs::JobEnd::Kind::kDone, ""}));
        });
    }

    catalog::FakeCatalog catalog_;
    jobs::FakeJobQueue queue_{{}, [] { return std::chrono::system_clock::now(); }};
    Deletion deletion_{catalog_, queue_};
};

TEST_F(DeletionTest, CallsOffWhatIsOnItsWay) {
    const auto job = queue("a");
    const auto other = queue("b");
    EXPECT_TRUE(deletion_.remove_document({}, "a", {}));
    EXPECT_EQ(state(job), JobState::kCancelled);
    EXPECT_EQ(state(other), JobState::kQueued);
    EXPECT_EQ(deletion_.remove_document({}, "a", {}).error().kind, ErrorKind::kNotFound);
}

TEST_F(DeletionTest, RemovesWhatARunnerMadeLiveMeanwhile) {
    make_live("a");
    make_live("b");
    const auto job = queue("a");
    auto runner = run_late("a");
    const auto removal = deletion_.remove_documents({}, {"a", "c"}, {});
    ASSERT_TRUE(removal);
    EXPECT_EQ(removal->removed.size(), 1U);
    EXPECT_THAT(removal->missing, testing::ElementsAre("c"));
    EXPECT_EQ(state(job), JobState::kDone);
    EXPECT_FALSE(is_live("a"));
    EXPECT_TRUE(is_live("b"));
}

TEST_F(DeletionTest, DoesNotWaitForARunnerThatDied) {
    make_live("a");
    queue("a");
    jobs::FakeJobQueue dead{{.lease = std::chrono::milliseconds(0)}, [] { return std::chrono::system_clock::now(); }};
    ASSERT_TRUE(dead.add({{}, {"upload", "a.pdf"}, "/blobs/a", "a"}));
    ASSERT_TRUE(dead.claim("runner")->has_value());
    EXPECT_TRUE(Deletion(catalog_, dead).remove_document({}, "a", {}));
    EXPECT_FALSE(is_live("a"));
}

TEST_F(DeletionTest, EndsItsWaitWithTheDeadlineAndSaysForWhat) {
    make_live("a");
    const auto job = queue("a");
    ASSERT_TRUE(queue_.claim("runner")->has_value());
    const Limits limits{Deadline::after(std::chrono::milliseconds(30)), {}};
    const auto removal = deletion_.remove_documents({}, {"a"}, limits);
    ASSERT_FALSE(removal);
    EXPECT_EQ(removal.error().kind, ErrorKind::kTimeout);
    EXPECT_THAT(removal.error().message, testing::HasSubstr(job));
    EXPECT_FALSE(is_live("a"));
}

TEST_F(DeletionTest, TakesACollectionWithItsJobs) {
    const Scope scope{"default", "contracts"};
    make_live("a", scope);
    const auto job = queue("b", scope);
    const auto other = queue("b");
    const auto removed = deletion_.remove_collection(scope, {});
    ASSERT_TRUE(removed) << removed.error().message;
    EXPECT_EQ(removed->documents, 1U);
    EXPECT_EQ(state(job), JobState::kCancelled);
    EXPECT_EQ(state(other), JobState::kQueued);
    EXPECT_EQ(deletion_.remove_collection({}, {}).error().kind, ErrorKind::kConflict);
    EXPECT_EQ(state(other), JobState::kQueued);
}

}  // namespace
}  // namespace genai::ingestion
