// SPDX-License-Identifier: Apache-2.0
#include "app/application.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::app {
namespace {

using testing::HasSubstr;
using WhenMissing = Application::WhenMissing;

class ApplicationTest : public testing::Test {
protected:
    ApplicationTest() {
        settings_.data_dir = folder_.path() / "data";
        settings_.store_dir = settings_.data_dir / "store";
    }
    Error open_error(WhenMissing when_missing) {
        auto opened = Application::open(settings_, log_, when_missing);
        return opened ? Error{ErrorKind::kInternal, "it opened"} : opened.error();
    }

    platform::TemporaryFolder folder_;
    Settings settings_;
    platform::Log log_{platform::LogSettings{}};
};

TEST_F(ApplicationTest, MakesNothingWhereThereIsNoStoreToRead) {
    const Error error = open_error(WhenMissing::kFail);
    EXPECT_EQ(error.kind, ErrorKind::kNotFound);
    EXPECT_EQ(error.message, "no documents have been ingested into " + settings_.data_dir.string() +
                                 " (DATA_DIR); run genai ingest PATH first");
    EXPECT_FALSE(std::filesystem::exists(settings_.data_dir));
}

TEST_F(ApplicationTest, AFileWithoutAByteIsNoLibraryToRead) {
    const std::string file = settings_.data_dir / "genai.sqlite";
    ASSERT_TRUE(platform::write_file_atomically(file, ""));
    EXPECT_EQ(open_error(WhenMissing::kFail).kind, ErrorKind::kNotFound);
    EXPECT_TRUE(Application::open(settings_, log_, WhenMissing::kMake));
}

TEST_F(ApplicationTest, ReplacedRowsOutliveTheLongestQuestion) {
    EXPECT_GT(retired_kept(settings_), settings_.api.request_timeout);
    settings_.api.request_timeout = std::chrono::hours(1);
    EXPECT_GT(retired_kept(settings_), std::chrono::hours(1));
}

TEST_F(ApplicationTest, NamesTheStoreOfAnEarlierVersionRatherThanBeginAnew) {
    const std::string earlier = settings_.store_dir / "genai.db";
    const std::string file = settings_.data_dir / "genai.sqlite";
    ASSERT_TRUE(platform::write_file_atomically(earlier, "x"));
    for (WhenMissing when_missing : {WhenMissing::kFail, WhenMissing::kMake}) {
        const Error error = open_error(when_missing);
        EXPECT_EQ(error.kind, ErrorKind::kConflict);
        EXPECT_THAT(error.message, testing::EndsWith("mv " + earlier + " " + file));
    }
    EXPECT_FALSE(std::filesystem::exists(file));
    ASSERT_TRUE(platform::write_file_atomically(earlier + "-wal", "x"));
    EXPECT_THAT(open_error(WhenMissing::kMake).message,
                testing::EndsWith(" && mv " + earlier + "-wal " + file + "-wal"));
}

TEST_F(ApplicationTest, SaysThatADamagedStoreIsDamaged) {
    const std::string file = settings_.data_dir / "genai.sqlite";
    ASSERT_TRUE(platform::write_file_atomically(file, std::string(10'000, 'x')));
    const Error error = open_error(WhenMissing::kMake);
    EXPECT_EQ(error.kind, ErrorKind::kInternal);
    EXPECT_THAT(error.message, HasSubstr(file + ": the file is damaged: restore it from a backup"));
}

}  // namespace
}  // namespace genai::app
