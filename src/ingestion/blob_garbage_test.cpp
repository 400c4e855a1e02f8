// SPDX-License-Identifier: Apache-2.0
#include "ingestion/blob_garbage.hpp"

#include <gtest/gtest.h>

#include "blobs/fake_blob_store.hpp"
#include "catalog/fake_catalog.hpp"
#include "jobs/fake_job_queue.hpp"

namespace genai::ingestion {
namespace {

class BlobGarbageTest : public testing::Test {
protected:
    std::string put(const std::string& bytes) {
        auto writer = blobs_.begin().value();
        EXPECT_TRUE(writer->append(bytes));
        return writer->finish()->id;
    }
    std::size_t remove(std::chrono::hours age) {
        return remove_unneeded_blobs(blobs_, catalog_, jobs_, std::chrono::system_clock::now() - age).value();
    }
    std::size_t remove_all() { return remove(std::chrono::hours(-1)); }

    blobs::FakeBlobStore blobs_;
    catalog::FakeCatalog catalog_;
    jobs::FakeJobQueue jobs_;
};

TEST_F(BlobGarbageTest, RemovesTheBytesOfADocumentWithItsLastName) {
    const std::string id = put("bytes");
    catalog::VersionRecord record;
    record.document_id = id;
    record.version = "v1";
    ASSERT_TRUE(catalog_.flip({"default", "other"}, {"upload", "a.pdf"}, record));
    EXPECT_EQ(remove_all(), 0U) << "any collection counts";
    ASSERT_TRUE(catalog_.remove({"default", "other"}, id));
    EXPECT_EQ(remove(std::chrono::hours(1)), 0U) << "they came a moment ago";
    EXPECT_EQ(remove_all(), 1U);
    EXPECT_TRUE(blobs_.list()->empty());
}

TEST_F(BlobGarbageTest, KeepsWhatAJobMayStillRead) {
    const std::string id = put("bytes");
    const jobs::Job job = jobs_.add({{}, {"upload", "a.pdf"}, "", id}).value();
    EXPECT_EQ(remove_all(), 0U);
    ASSERT_TRUE(jobs_.cancel(job.id));
    EXPECT_EQ(remove_all(), 0U) << "it can be retried";
    ASSERT_TRUE(jobs_.retry(job.id));
    ASSERT_TRUE(*jobs_.claim("me"));
    ASSERT_TRUE(jobs_.finish(job.id, "me", {jobs::JobEnd::Kind::kDone, ""}));
    EXPECT_EQ(remove_all(), 1U);
}

}  // namespace
}  // namespace genai::ingestion
