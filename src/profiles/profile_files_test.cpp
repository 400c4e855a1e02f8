// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <unistd.h>

#include <fstream>

#include "profiles/profile_fixture.hpp"
#include "profiles/profile_source.hpp"

namespace genai::profiles {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ProfileFilesTest : public testing::Test {
protected:
    void SetUp() override {
        folder = fs::temp_directory_path() / ("profile_files_" + std::to_string(getpid()) + "_" +
                                              testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::create_directories(folder / "own");
        fs::create_directories(folder / "shipped");
    }
    void TearDown() override { fs::remove_all(folder); }

    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
        return folder / name;
    }

    fs::path folder;
};

TEST_F(ProfileFilesTest, LoadsAProfileThatBearsItsFilesName) {
    const auto profile = load_profile(write("own/law.json", R"({"name": "law", "description": "of contracts"})"));
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(profile->name(), "law");
    EXPECT_EQ(profile->description(), "of contracts");
}

TEST_F(ProfileFilesTest, NamesTheFileInEveryError) {
    const auto other = load_profile(write("own/law.json", R"({"name": "tax"})"));
    ASSERT_FALSE(other);
    EXPECT_THAT(other.error().message, HasSubstr("law.json: name: \"tax\" must be the file's name"));
    EXPECT_THAT(load_profile(write("own/law.json", "[]")).error().message,
                HasSubstr("own/law.json: must be an object"));
    EXPECT_EQ(load_profile(folder / "absent.json").error().kind, ErrorKind::kNotFound);
    const auto large = write("own/large.json", std::string(kProfileBytesMax + 1, ' '));
    EXPECT_EQ(load_profile(large).error().kind, ErrorKind::kTooLarge);
}

TEST_F(ProfileFilesTest, FindsOnesOwnProfilesBeforeThoseThatAreShipped) {
    write("shipped/finance.json", "{}");
    write("shipped/law.json", "{}");
    write("own/law.json", "{}");
    write("own/notes.txt", "");
    fs::create_directories(folder / "own/folder.json");
    const std::vector<fs::path> folders = {folder / "shipped", folder / "absent", folder / "own"};
    const auto found = find_profiles(folders);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ((*found)[0].name, "finance");
    EXPECT_EQ((*found)[0].file, folder / "shipped/finance.json");
    EXPECT_EQ((*found)[1].name, "law");
    EXPECT_EQ((*found)[1].file, folder / "own/law.json");
}

TEST_F(ProfileFilesTest, SaysWhenAFolderIsNone) {
    const std::vector<fs::path> folders = {write("file", "")};
    const auto found = find_profiles(folders);
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message, HasSubstr("cannot look for profiles in " + folders[0].string()));
}

TEST_F(ProfileFilesTest, RefusesMoreProfilesThanAnybodyHas) {
    for (int i = 0; i < 257; ++i) write("own/p" + std::to_string(i) + ".json", "{}");
    const std::vector<fs::path> folders = {folder / "own"};
    EXPECT_EQ(find_profiles(folders).error().kind, ErrorKind::kTooLarge);
}

}  // namespace
}  // namespace genai::profiles
