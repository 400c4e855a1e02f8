// SPDX-License-Identifier: Apache-2.0
#include "blobs/directory_blob_store.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "blobs/blob_store_contract.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::blobs {
namespace {

namespace fs = std::filesystem;

class DirectoryRig {
public:
    BlobStore& store() { return *store_; }
    fs::path folder() const { return temporary_.path() / "blobs"; }
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder())) names.push_back(entry.path().filename().string());
        return names;
    }
    Blob put(std::string_view bytes) {
        auto writer = store_->begin().value();
        EXPECT_TRUE(writer->append(bytes));
        return writer->finish().value();
    }

private:
    platform::TemporaryFolder temporary_;
    std::unique_ptr<DirectoryBlobStore> store_ = DirectoryBlobStore::open(folder()).value();
};

INSTANTIATE_TYPED_TEST_SUITE_P(Directory, BlobStoreContract, DirectoryRig);

mode_t mode_of(const fs::path& file) {
    struct stat status {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0);
    return status.st_mode & 0777;
}

TEST(DirectoryBlobStore, KeepsItsFilesToTheirOwnerWhateverTheUmask) {
    const mode_t before = umask(0);
    DirectoryRig rig;
    const Blob blob = rig.put("secret");
    umask(before);
    EXPECT_EQ(mode_of(rig.folder()), 0700U);
    EXPECT_EQ(mode_of(rig.folder() / blob.id), 0600U);
}

TEST(DirectoryBlobStore, IsThereAgainAfterReopening) {
    DirectoryRig rig;
    const Blob blob = rig.put("bytes");
    auto again = DirectoryBlobStore::open(rig.folder()).value();
    EXPECT_EQ(again->list().value(), std::vector<Blob>{blob});
}

TEST(DirectoryBlobStore, LeavesNoFileOfAWriterThatGivesUp) {
    DirectoryRig rig;
    {
        auto writer = rig.store().begin().value();
        ASSERT_TRUE(writer->append("half"));
        EXPECT_EQ(rig.files().size(), 1U);
    }
    EXPECT_TRUE(rig.files().empty());
}

TEST(DirectoryBlobStore, CleansUpAfterWritersThatDiedAndLeavesTheOthers) {
    DirectoryRig rig;
    const Blob blob = rig.put("bytes");
    std::ofstream(rig.folder() / ".incoming-dead01") << "half";
    const auto now = std::chrono::system_clock::now();
    EXPECT_EQ(rig.store().remove_abandoned(now - std::chrono::hours(1)).value(), 0U) << "it may be at work";
    EXPECT_EQ(rig.store().remove_abandoned(now + std::chrono::hours(1)).value(), 1U);
    EXPECT_EQ(rig.files(), std::vector<std::string>{blob.id});
}

TEST(DirectoryBlobStore, MendsADamagedBlobWhenItsBytesComeAgainAndKeepsItsTime) {
    DirectoryRig rig;
    const Blob blob = rig.put("bytes");
    const fs::path file = rig.folder() / blob.id;
    std::ofstream(file) << "bits!";
    const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(48);
    fs::last_write_time(file, long_ago);
    rig.put("bytes");
    EXPECT_EQ(platform::read_file(file, 100).value(), "bytes");
    EXPECT_EQ(fs::last_write_time(file), long_ago);
    EXPECT_FALSE(rig.store().remove_older(blob.id, std::chrono::system_clock::now() - std::chrono::hours(1)).value())
        << "it came a moment ago, whatever its time of modification";
}

TEST(DirectoryBlobStore, PassesOverFilesThatAreNoBlobsAndRefusesLinks) {
    DirectoryRig rig;
    std::ofstream(rig.folder() / "notes.txt") << "mine";
    EXPECT_TRUE(rig.store().list().value().empty());
    const std::string id(64, 'a');
    fs::create_symlink("/etc/passwd", rig.folder() / id);
    EXPECT_FALSE(rig.store().find(id));
    EXPECT_FALSE(rig.store().open(id));
    EXPECT_FALSE(rig.store().remove_older(id, std::chrono::system_clock::now() + std::chrono::hours(1)));
}

TEST(DirectoryBlobStore, SaysThatTheDiskRefusedAndLeavesNothing) {
    DirectoryRig rig;
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{4096, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    {
        auto writer = rig.store().begin().value();
        const auto appended = writer->append(std::string(10'000, 'x'));
        setrlimit(RLIMIT_FSIZE, &before);
        ASSERT_FALSE(appended);
        EXPECT_THAT(appended.error().message, testing::HasSubstr("cannot write"));
    }
    std::signal(SIGXFSZ, old_handler);
    EXPECT_TRUE(rig.files().empty());
}

}  // namespace
}  // namespace genai::blobs
