// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "base/hash.hpp"
#include "blobs/blob_store.hpp"
#include "platform/files.hpp"

namespace genai::blobs {

// What every blob store does. An adapter's test instantiates it with a rig: default constructible, `BlobStore&
// store()`.
template <class Rig>
class BlobStoreContract : public testing::Test {
protected:
    BlobStore& store() { return rig_.store(); }

    Blob put(std::string_view bytes) {
        auto writer = store().begin();
        EXPECT_TRUE(writer);
        EXPECT_TRUE((*writer)->append(bytes));
        auto blob = (*writer)->finish();
        EXPECT_TRUE(blob) << blob.error().message;
        return *blob;
    }
    std::string read(const OpenBlob& blob) {
        std::string bytes(blob.bytes + 1, '\0');
        bytes.resize(static_cast<std::size_t>(::read(blob.file.number(), bytes.data(), bytes.size())));
        return bytes;
    }
    static Time in_an_hour() { return std::chrono::system_clock::now() + std::chrono::hours(1); }
    static Time an_hour_ago() { return std::chrono::system_clock::now() - std::chrono::hours(1); }

    Rig rig_;
};

TYPED_TEST_SUITE_P(BlobStoreContract);

TYPED_TEST_P(BlobStoreContract, NamesWhatWasWrittenByItsHashAndGivesItBack) {
    auto writer = this->store().begin().value();
    ASSERT_TRUE(writer->append("one "));
    ASSERT_TRUE(writer->append(""));
    ASSERT_TRUE(writer->append("two"));
    const Blob blob = writer->finish().value();
    EXPECT_EQ(blob, (Blob{sha256_hex("one two"), 7}));
    EXPECT_EQ(this->store().find(blob.id).value(), blob);
    EXPECT_EQ(this->read(this->store().open(blob.id).value()), "one two");
    EXPECT_EQ(platform::read_file(this->store().path(blob.id).value(), 100).value(), "one two");
}

TYPED_TEST_P(BlobStoreContract, KeepsTheSameBytesOnce) {
    const Blob first = this->put("same");
    EXPECT_EQ(this->put("same"), first);
    const Blob other = this->put("");
    EXPECT_EQ(other.bytes, 0U);
    const auto all = this->store().list().value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_LT(all[0].id, all[1].id);
}

TYPED_TEST_P(BlobStoreContract, ShowsNothingOfWhatIsNotFinished) {
    {
        auto writer = this->store().begin().value();
        ASSERT_TRUE(writer->append("half"));
        EXPECT_TRUE(this->store().list().value().empty());
    }
    EXPECT_TRUE(this->store().list().value().empty());
    EXPECT_EQ(this->store().find(sha256_hex("half")).value(), std::nullopt);
    EXPECT_EQ(this->store().open(sha256_hex("half")).error().kind, ErrorKind::kNotFound);
}

TYPED_TEST_P(BlobStoreContract, RemovesWhatIsOldAndNotWhatHasJustComeAgain) {
    const Blob blob = this->put("bytes");
    EXPECT_FALSE(this->store().remove_older(blob.id, this->an_hour_ago()).value());
    EXPECT_TRUE(this->store().find(blob.id).value());
    const OpenBlob open = this->store().open(blob.id).value();
    EXPECT_TRUE(this->store().remove_older(blob.id, this->in_an_hour()).value());
    EXPECT_FALSE(this->store().remove_older(blob.id, this->in_an_hour()).value()) << "it has gone already";
    EXPECT_FALSE(this->store().find(blob.id).value());
    EXPECT_EQ(this->read(open), "bytes") << "who has it open reads on";
}

TYPED_TEST_P(BlobStoreContract, RefusesEveryNameThatIsNoHash) {
    for (const std::string& id :
         {std::string(), std::string("../genai.sqlite"), std::string(63, 'a'), std::string(65, 'a'),
          std::string(64, 'A'), std::string(64, '/'), std::string(64, 'g'), std::string("..") + std::string(62, 'a'),
          std::string(63, 'a') + '\0'}) {
        EXPECT_EQ(this->store().find(id).error().kind, ErrorKind::kInvalidInput) << id;
        EXPECT_EQ(this->store().open(id).error().kind, ErrorKind::kInvalidInput) << id;
        EXPECT_EQ(this->store().path(id).error().kind, ErrorKind::kInvalidInput) << id;
        EXPECT_EQ(this->store().remove_older(id, this->in_an_hour()).error().kind, ErrorKind::kInvalidInput) << id;
    }
}

REGISTER_TYPED_TEST_SUITE_P(BlobStoreContract, NamesWhatWasWrittenByItsHashAndGivesItBack, KeepsTheSameBytesOnce,
                            ShowsNothingOfWhatIsNotFinished, RemovesWhatIsOldAndNotWhatHasJustComeAgain,
                            RefusesEveryNameThatIsNoHash);

}  // namespace genai::blobs
