// SPDX-License-Identifier: Apache-2.0
#include "platform/files.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.hpp"
#include "platform/installation.hpp"

namespace genai::platform {
namespace {

namespace fs = std::filesystem;

class FilesTest : public testing::Test {
protected:
    FilesTest() : folder(fs::temp_directory_path() / ("genai-files-" + std::to_string(::getpid()))) {
        fs::create_directories(folder);
    }
    ~FilesTest() override { fs::remove_all(folder); }

    fs::path folder;
};

TEST_F(FilesTest, ReadsBackWhatItWrote) {
    std::string bytes(300'000, 'x');
    bytes[7] = '\0';
    ASSERT_TRUE(write_file_atomically(folder / "a" / "b", bytes));
    EXPECT_EQ(read_file(folder / "a" / "b", bytes.size()).value(), bytes);
    EXPECT_EQ(hash_file(folder / "a" / "b")->sha256, sha256_hex(bytes));
    EXPECT_EQ(hash_file(folder / "a" / "b")->bytes, bytes.size());
}

TEST_F(FilesTest, ReplacesAFileAndLeavesNothingElseBehind) {
    ASSERT_TRUE(write_file_atomically(folder / "f", "old"));
    ASSERT_TRUE(write_file_atomically(folder / "f", "new"));
    EXPECT_EQ(read_file(folder / "f", 3).value(), "new");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

TEST_F(FilesTest, MakesFoldersAndFilesForTheirOwnerAlone) {
    const mode_t before = ::umask(0);
    ASSERT_TRUE(make_folder(folder / "a" / "b" / "c"));
    ASSERT_TRUE(make_private_file(folder / "f"));
    ASSERT_TRUE(write_file_atomically(folder / "g", "x"));
    ::umask(before);
    for (const char* made : {"a", "a/b", "a/b/c"}) {
        EXPECT_EQ(fs::status(folder / made).permissions(), fs::perms::owner_all) << made;
    }
    for (const char* made : {"f", "g"}) {
        EXPECT_EQ(fs::status(folder / made).permissions(), fs::perms::owner_read | fs::perms::owner_write) << made;
    }
}

TEST_F(FilesTest, LeavesAloneWhatIsThere) {
    fs::permissions(folder, fs::perms::owner_all | fs::perms::group_exec);
    ASSERT_TRUE(make_folder(folder));
    ASSERT_TRUE(make_folder(folder / ""));
    ASSERT_TRUE(make_folder("."));
    ASSERT_TRUE(make_folder("/"));
    EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all | fs::perms::group_exec);
    ASSERT_TRUE(write_file_atomically(folder / "f", "x"));
    ASSERT_TRUE(make_private_file(folder / "f"));
    EXPECT_EQ(read_file(folder / "f", 1).value(), "x");
    EXPECT_THAT(make_folder(folder / "f").error().message, testing::HasSubstr("Not a directory"));
    EXPECT_FALSE(make_private_file(folder / "absent" / "f"));
}

TEST_F(FilesTest, RefusesAFileAboveTheLimit) {
    ASSERT_TRUE(write_file_atomically(folder / "f", "1234"));
    EXPECT_EQ(read_file(folder / "f", 3).error().kind, ErrorKind::kTooLarge);
}

TEST_F(FilesTest, SaysWhyAFileCannotBeRead) {
    EXPECT_EQ(read_file(folder / "absent", 10).error().kind, ErrorKind::kNotFound);
    EXPECT_THAT(read_file(folder / "absent", 10).error().message, testing::HasSubstr("absent: No such file"));
    EXPECT_EQ(read_file(folder, 10).error().kind, ErrorKind::kInvalidInput);
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(hash_file(folder / "pipe").error().kind, ErrorKind::kInvalidInput);
}

TEST_F(FilesTest, FailsToWriteBelowAFile) {
    ASSERT_TRUE(write_file_atomically(folder / "f", "x"));
    EXPECT_FALSE(write_file_atomically(folder / "f" / "g", "x"));
}

TEST_F(FilesTest, KnowsTheFreeSpace) {
    EXPECT_GT(free_disk_bytes(folder).value(), 0U);
    EXPECT_EQ(free_disk_bytes(folder / "absent").error().kind, ErrorKind::kNotFound);
}

TEST_F(FilesTest, FindsTheInstallationBesideTheBinaryAndAboveIt) {
    fs::create_directories(folder / "libexec" / "genai");
    EXPECT_EQ(find_installation(folder / "genai")->program("x"), folder / "libexec/genai/x");
    EXPECT_EQ(find_installation(folder / "bin" / "genai")->model("m"), folder / "share/genai/models/m");
    EXPECT_FALSE(find_installation("/nowhere/at/all/genai"));
    EXPECT_TRUE(fs::exists(running_binary().value()));
}

}  // namespace
}  // namespace genai::platform
