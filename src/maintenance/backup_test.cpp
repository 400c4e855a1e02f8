// SPDX-License-Identifier: Apache-2.0
#include "maintenance/backup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "blobs/directory_blob_store.hpp"
#include "platform/files.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::maintenance {
namespace {

namespace fs = std::filesystem;
using platform::Connection;
using platform::SqliteDatabase;
using testing::HasSubstr;

// Stands for the modules' tables.
constexpr const char* kStep = "CREATE TABLE notes (text TEXT NOT NULL)";

Result<std::unique_ptr<blobs::BlobStore>> open_blobs(const fs::path& folder) {
    return blobs::DirectoryBlobStore::open(folder / "blobs");
}

Result<void> open_notes(SqliteDatabase& database) { return database.migrate("notes", std::array{kStep}); }

void write_note(SqliteDatabase& database, const char* text) {
    ASSERT_TRUE(database.write([&](Connection& connection) {
        return connection.run("INSERT INTO notes (text) VALUES (?)", {std::string_view(text)});
    }));
}

std::string read_notes(const fs::path& file) {
    auto database = SqliteDatabase::open({.file = file}).value();
    std::string notes;
    auto read = database->read([&](Connection& connection) -> Result<void> {
        auto row = connection.query("SELECT text FROM notes ORDER BY rowid").value();
        while (row.step().value()) notes += std::string(row.text(0)) + ";";
        return {};
    });
    EXPECT_TRUE(read);
    return notes;
}

std::string read_text(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

class BackupTest : public testing::Test {
protected:
    void SetUp() override {
        database_ = SqliteDatabase::open({.file = store()}).value();
        ASSERT_TRUE(open_notes(*database_));
        write_note(*database_, "one");
    }
    fs::path store() const { return folder_.path() / "store/genai.sqlite"; }
    fs::path backup() const { return folder_.path() / "backup"; }
    fs::path other() const { return folder_.path() / "other/genai.sqlite"; }
    void back_up_now() {
        const auto made = back_up(*database_, open_blobs, backup());
        ASSERT_TRUE(made) << made.error().message;
    }
    std::string refusal(const fs::path& place, Overwrite overwrite = Overwrite::kNo) {
        const auto restored = restore(backup(), place, open_notes, open_blobs, overwrite);
        return restored ? "" : restored.error().message;
    }

    platform::TemporaryFolder folder_;
    std::unique_ptr<SqliteDatabase> database_;
};

TEST_F(BackupTest, HoldsWhatWasThereWhenItWasMade) {
    back_up_now();
    write_note(*database_, "two");
    ASSERT_TRUE(restore(backup(), other(), open_notes, open_blobs, Overwrite::kNo));
    EXPECT_EQ(read_notes(other()), "one;");
    EXPECT_EQ(read_notes(store()), "one;two;");
    EXPECT_FALSE(fs::exists(other().string() + ".restored"));
}

TEST_F(BackupTest, IsOneMomentWhileOthersWrite) {
    // A transaction that is under way is not in it.
    auto written = database_->write([&](Connection& connection) -> Result<void> {
        auto run = connection.run("INSERT INTO notes (text) VALUES ('half')");
        EXPECT_TRUE(run);
        back_up_now();
        return {};
    });
    ASSERT_TRUE(written);
    ASSERT_TRUE(restore(backup(), other(), open_notes, open_blobs, Overwrite::kNo));
    EXPECT_EQ(read_notes(other()), "one;");
}

TEST_F(BackupTest, GoesIntoAnEmptyFolderOnly) {
    fs::create_directories(backup());
    std::ofstream(backup() / "letter.txt") << "mine";
    const auto refused = back_up(*database_, open_blobs, backup());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
    EXPECT_THAT(refused.error().message, HasSubstr("letter.txt"));
    fs::remove(backup() / "letter.txt");
    std::ofstream(backup() / "genai.sqlite") << "of a backup that was killed";
    back_up_now();
    EXPECT_FALSE(back_up(*database_, open_blobs, backup())) << "one backup is not written over another";
}

TEST_F(BackupTest, ReplacesAStoreOnlyWhenToldTo) {
    back_up_now();
    write_note(*database_, "two");
    database_.reset();
    EXPECT_THAT(refusal(store()), HasSubstr("--overwrite"));
    EXPECT_EQ(read_notes(store()), "one;two;");
    ASSERT_EQ(refusal(store(), Overwrite::kYes), "");
    EXPECT_EQ(read_notes(store()), "one;");
}

TEST_F(BackupTest, ReplacesADamagedStore) {
    back_up_now();
    database_.reset();
    std::ofstream(store()) << "no database at all";
    std::ofstream(store().string() + "-wal") << "nor a log";
    ASSERT_EQ(refusal(store(), Overwrite::kYes), "");
    EXPECT_EQ(read_notes(store()), "one;");
}

TEST_F(BackupTest, LeavesAStoreAloneThatAProcessHasOpen) {
    back_up_now();
    database_.reset();
    int ready[2], done[2];
    ASSERT_EQ(pipe(ready), 0);
    ASSERT_EQ(pipe(done), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(done[1]);
        auto database = SqliteDatabase::open({.file = store()});
        char byte = database && !read_notes(store()).empty() ? 'y' : 'n';
        (void)!write(ready[1], &byte, 1);
        (void)!read(done[0], &byte, 1);
        _exit(0);
    }
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    ASSERT_EQ(byte, 'y');
    EXPECT_THAT(refusal(store(), Overwrite::kYes), HasSubstr("pid " + std::to_string(child)));
    for (const int end : {ready[0], ready[1], done[0], done[1]}) close(end);
    waitpid(child, nullptr, 0);
    EXPECT_EQ(refusal(store(), Overwrite::kYes), "");
}

TEST_F(BackupTest, IsRefusedWhenItIsNotWhole) {
    back_up_now();
    const std::string manifest = read_text(backup() / "MANIFEST"), data = read_text(backup() / "genai.sqlite");

    std::string changed = data;
    changed[changed.size() / 2] ^= 1;
    std::ofstream(backup() / "genai.sqlite", std::ios::binary) << changed;
    EXPECT_THAT(refusal(other()), HasSubstr("not the file that its MANIFEST describes"));
    std::ofstream(backup() / "genai.sqlite", std::ios::binary) << data.substr(0, data.size() / 2);
    EXPECT_THAT(refusal(other()), HasSubstr("damaged"));
    std::ofstream(backup() / "genai.sqlite", std::ios::binary) << data;
    std::ofstream(backup() / "MANIFEST") << manifest.substr(0, manifest.size() / 2);
    EXPECT_NE(refusal(other()), "");
    fs::remove(backup() / "MANIFEST");
    EXPECT_THAT(refusal(other()), HasSubstr("no backup"));
    EXPECT_FALSE(fs::exists(other())) << "nothing was touched";
    EXPECT_FALSE(fs::exists(other().string() + ".restored"));
}

TEST_F(BackupTest, OfANewerGenaiIsRefusedPolitely) {
    back_up_now();
    std::string manifest = read_text(backup() / "MANIFEST");
    manifest.replace(manifest.find(" 2"), 2, " 3");
    std::ofstream(backup() / "MANIFEST") << manifest;
    const auto restored = restore(backup(), other(), open_notes, open_blobs, Overwrite::kNo);
    EXPECT_EQ(restored.error().kind, ErrorKind::kConflict);
    EXPECT_THAT(restored.error().message, HasSubstr("newer genai"));
}

TEST_F(BackupTest, WithNewerTablesIsRefusedPolitely) {
    ASSERT_TRUE(database_->migrate("notes", std::array{kStep, "CREATE TABLE more (x)"}));
    back_up_now();
    EXPECT_THAT(refusal(other()), HasSubstr("newer genai"));
    EXPECT_FALSE(fs::exists(other()));
}

TEST_F(BackupTest, HoldsTheUploadsAndBringsThemBack) {
    auto uploads = open_blobs(store().parent_path()).value();
    auto writer = uploads->begin().value();
    ASSERT_TRUE(writer->append("an upload"));
    const blobs::Blob blob = writer->finish().value();
    back_up_now();
    ASSERT_TRUE(restore(backup(), other(), open_notes, open_blobs, Overwrite::kNo));
    EXPECT_EQ(open_blobs(other().parent_path()).value()->list().value(), std::vector<blobs::Blob>{blob});
}

TEST_F(BackupTest, RefusesABackupWhoseUploadsAreDamagedOrGone) {
    auto uploads = open_blobs(store().parent_path()).value();
    auto writer = uploads->begin().value();
    ASSERT_TRUE(writer->append("an upload"));
    const fs::path copy = backup() / "blobs" / writer->finish()->id;
    back_up_now();
    std::ofstream(copy) << "something else";
    EXPECT_THAT(refusal(other()), HasSubstr("damaged"));
    fs::remove(copy);
    EXPECT_THAT(refusal(other()), HasSubstr("is not there"));
    EXPECT_FALSE(fs::exists(other()));
}

TEST(Manifest, IsReadAsItWasWritten) {
    const Manifest manifest{"2026-11-23T03:05:06Z", 123, std::string(64, 'a'), {{std::string(64, 'b'), 5}}};
    const auto read = parse_manifest(to_text(manifest));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->created, manifest.created);
    EXPECT_EQ(read->bytes, 123U);
    EXPECT_EQ(read->sha256, manifest.sha256);
    EXPECT_EQ(read->blobs, manifest.blobs);
    const std::string first = "genai-backup 1\ncreated x\nfile genai.sqlite 1 " + manifest.sha256 + "\n";
    EXPECT_TRUE(parse_manifest(first)) << "of a release that kept no uploads";
    EXPECT_FALSE(parse_manifest(first + "blob ../../x 5\n"));
    EXPECT_FALSE(parse_manifest(first + "blob " + manifest.sha256));
    for (const char* text :
         {"", "genai-backup", "genai-backup x", "genai-backup 0\n", "genai-backup 1\n",
          "other 1\ncreated x\nfile genai.sqlite 1 a\n", "genai-backup 1\ncreated x\nfile genai.sqlite 1 a"})
        EXPECT_EQ(parse_manifest(text).error().kind, ErrorKind::kInvalidInput) << text;
}

}  // namespace
}  // namespace genai::maintenance
