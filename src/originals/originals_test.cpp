// SPDX-License-Identifier: Apache-2.0
#include "originals/originals.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/hash.hpp"
#include "blobs/fake_blob_store.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::originals {

namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OriginalsTest : public ::testing::Test {
protected:
    fs::path write(const std::string& name, const std::string& bytes) {
        const fs::path file = root_ / name;
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << bytes;
        return file;
    }
    Document document(const std::string& bytes, std::vector<std::string> paths) {
        Document made;
        made.id = sha256_hex(bytes);
        made.bytes = bytes.size();
        for (auto& path : paths) made.names.push_back({root_.string(), std::move(path)});
        return made;
    }
    std::string read(const Document& document) {
        auto opened = originals_.open(document, {});
        if (!opened) return "error: " + opened.error().message;
        std::string bytes(opened->bytes(), '\0');
        auto read = opened->read(0, bytes);
        return read ? bytes : "error: " + read.error().message;
    }
    ErrorKind error_of(const Document& document) {
        auto opened = originals_.open(document, {});
        return opened ? ErrorKind::kInternal : opened.error().kind;
    }

    platform::TemporaryFolder folder_;
    fs::path root_ = fs::canonical(folder_.path()) / "raw";
    blobs::FakeBlobStore blobs_;
    Originals originals_{blobs_};
};

TEST_F(OriginalsTest, OpensTheFileUnderTheDocumentsName) {
    write("2025/report.pdf", "the report");
    EXPECT_EQ(read(document("the report", {"2025/report.pdf"})), "the report");
}

TEST_F(OriginalsTest, OpensTheBlobOfAnUploadBeforeAnyFile) {
    auto writer = *blobs_.begin();
    ASSERT_TRUE(writer->append("uploaded"));
    ASSERT_TRUE(writer->finish());
    auto upload = document("uploaded", {});
    upload.names.push_back({"upload", "sent.pdf"});
    EXPECT_EQ(read(upload), "uploaded");
}

TEST_F(OriginalsTest, SaysOfAnUploadThatIsGoneHowToGetItBack) {
    auto upload = document("uploaded", {});
    upload.names.push_back({"upload", "sent.pdf"});
    EXPECT_THAT(read(upload), HasSubstr("upload it again"));
}

TEST_F(OriginalsTest, TriesEveryNameUntilTheBytesAreThere) {
    write("first.pdf", "something");
    write("second.pdf", "the bytes");
    EXPECT_EQ(read(document("the bytes", {"gone.pdf", "first.pdf", "second.pdf"})), "the bytes");
}

TEST_F(OriginalsTest, RefusesAFileWhoseBytesAreOthersThoughItsSizeIsTheSame) {
    write("a.pdf", "new bytes");
    const auto old = document("old bytes", {"a.pdf"});
    EXPECT_EQ(error_of(old), ErrorKind::kConflict);
    EXPECT_THAT(read(old), HasSubstr("changed"));
}

TEST_F(OriginalsTest, SeesThatAFileWasChangedAfterItWasHashed) {
    const auto file = write("a.pdf", "old bytes");
    const auto old = document("old bytes", {"a.pdf"});
    ASSERT_EQ(read(old), "old bytes");
    write("a.pdf", "new bytes");
    EXPECT_THAT(read(old), HasSubstr("changed"));
}

TEST_F(OriginalsTest, SaysOfAFileThatIsGoneWhatToDo) {
    EXPECT_EQ(error_of(document("x", {"gone.pdf"})), ErrorKind::kConflict);
    EXPECT_THAT(read(document("x", {"gone.pdf"})), HasSubstr("ingest it from where it is now"));
}

TEST_F(OriginalsTest, FollowsNoLinkAndNoWayOutOfTheRoot) {
    write("inside.pdf", "bytes");
    std::ofstream(folder_.path() / "outside.pdf") << "bytes";
    fs::create_symlink(folder_.path() / "outside.pdf", root_ / "link.pdf");
    fs::create_directory_symlink(folder_.path(), root_ / "folder");
    for (const char* path : {"link.pdf", "folder/outside.pdf", "../outside.pdf", "./../outside.pdf"})
        EXPECT_EQ(error_of(document("bytes", {path})), ErrorKind::kConflict) << path;
    EXPECT_EQ(read(document("bytes", {"inside.pdf"})), "bytes");
}

TEST_F(OriginalsTest, IsNotHeldByAPipeOfThatName) {
    fs::create_directories(root_);
    ASSERT_EQ(::mkfifo((root_ / "pipe.pdf").c_str(), S_IRUSR | S_IWUSR), 0);
    EXPECT_THAT(read(document("", {"pipe.pdf"})), HasSubstr("not a regular file"));
}

TEST_F(OriginalsTest, AnOpenFileSaysWhenItWasWrittenToAndOutlivesItsRemoval) {
    const auto file = write("a.pdf", "the bytes");
    auto opened = originals_.open(document("the bytes", {"a.pdf"}), {});
    ASSERT_TRUE(opened);
    std::string part(5, '\0');
    ASSERT_TRUE(opened->read(4, part));
    EXPECT_EQ(part, "bytes");
    EXPECT_FALSE(opened->read(5, part)) << "beyond the end";

    const auto written = write("b.pdf", "other bytes");
    auto other = originals_.open(document("other bytes", {"b.pdf"}), {});
    ASSERT_TRUE(other);
    std::ofstream(written, std::ios::app) << "!";
    EXPECT_FALSE(other->is_unchanged());
    const auto read = other->read(0, part);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::kConflict);

    fs::remove(file);
    EXPECT_TRUE(opened->read(4, part));
}

TEST_F(OriginalsTest, StopsHashingWhenNobodyWaits) {
    write("a.pdf", "the bytes");
    Limits limits;
    limits.deadline = Deadline::after(std::chrono::seconds(0));
    const auto opened = originals_.open(document("the bytes", {"a.pdf"}), limits);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::kTimeout);
}

}  // namespace

}  // namespace genai::originals
