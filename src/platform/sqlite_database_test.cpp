// SPDX-License-Identifier: Apache-2.0
#include "platform/sqlite_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "platform/row_checksum.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::platform {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::array kSteps{"CREATE TABLE things (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"};

class SqliteDatabaseTest : public testing::Test {
protected:
    std::filesystem::path file() const { return folder_.path() / "store" / "genai.sqlite"; }

    Result<std::unique_ptr<SqliteDatabase>> open(std::chrono::milliseconds timeout = std::chrono::seconds(10)) const {
        auto database = SqliteDatabase::open({.file = file(), .busy_timeout = timeout});
        if (!database) return database;
        if (auto migrated = (*database)->migrate("test", kSteps); !migrated) return propagate(migrated);
        return database;
    }

    static Result<std::int64_t> insert(SqliteDatabase& database, std::string_view text) {
        return database.write(
            [&](Connection& connection) { return connection.run("INSERT INTO things (text) VALUES (?)", {text}); });
    }

    static Result<std::int64_t> count(SqliteDatabase& database) {
        return database.read([](Connection& connection) { return connection.integer("SELECT count(*) FROM things"); });
    }

    // The file as nobody holds it, with all of the log in it.
    void make_closed_file(int rows) const {
        auto database = open().value();
        for (int i = 0; i < rows; ++i) ASSERT_TRUE(insert(*database, std::string(2'000, 'x')));
    }

    void overwrite(std::streamoff offset, const std::string& bytes) const {
        std::fstream stream(file(), std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(offset);
        stream << bytes;
    }

    TemporaryFolder folder_;
};

TEST_F(SqliteDatabaseTest, MakesTheFileAndItsFolder) {
    auto database = open().value();
    EXPECT_TRUE(std::filesystem::exists(file()));
    EXPECT_EQ(count(*database).value(), 0);
    EXPECT_EQ(insert(*database, "a").value(), 1);
    EXPECT_EQ(count(*database).value(), 1);
}

TEST_F(SqliteDatabaseTest, KeepsEverythingFromOtherUsers) {
    const mode_t before = umask(0);
    auto database = open().value();
    umask(before);
    ASSERT_TRUE(insert(*database, "a"));
    const auto mode = [](const std::filesystem::path& path) { return std::filesystem::status(path).permissions(); };
    EXPECT_EQ(mode(file().parent_path()), std::filesystem::perms::owner_all);
    for (const char* suffix : {"", "-wal", "-shm"}) {
        const auto path = file().string() + suffix;
        EXPECT_EQ(mode(path), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write) << path;
    }
}

TEST_F(SqliteDatabaseTest, KeepsWhatWasWritten) {
    ASSERT_TRUE(insert(*open().value(), "a"));
    EXPECT_EQ(count(*open().value()).value(), 1);
}

TEST_F(SqliteDatabaseTest, IsDurableAndGuarded) {
    auto database = open().value();
    const auto pragma = [&](std::string_view sql) {
        return database->read([&](Connection& connection) { return connection.integer(sql); }).value();
    };
    EXPECT_EQ(pragma("PRAGMA synchronous"), 2);
    EXPECT_EQ(pragma("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(pragma("PRAGMA trusted_schema"), 0);
    EXPECT_EQ(pragma("PRAGMA cell_size_check"), 1);
    EXPECT_EQ(pragma("PRAGMA mmap_size"), 0);
    const auto mode = database->read([](Connection& connection) -> Result<std::string> {
        auto row = connection.query("PRAGMA journal_mode");
        if (!row || !row->step()) return fail(ErrorKind::kInternal, "no mode");
        return std::string(row->text(0));
    });
    EXPECT_EQ(mode.value(), "wal");
}

TEST_F(SqliteDatabaseTest, BindsAndReadsEveryKindOfValue) {
    auto database = open().value();
    const std::string blob("\0\xFF\0", 3);
    const auto read = database->write([&](Connection& connection) -> Result<void> {
        auto row =
            connection.query("SELECT ?, ?, ?, ?, ?", {INT64_MIN, "text", Blob{blob}, std::string_view(), Blob{}});
        EXPECT_TRUE(row->step().value());
        EXPECT_EQ(row->integer(0), INT64_MIN);
        EXPECT_EQ(row->text(1), "text");
        EXPECT_EQ(row->blob(2), blob);
        EXPECT_EQ(row->text(3), "");
        EXPECT_EQ(row->blob(4), "");
        EXPECT_FALSE(row->step().value());
        return {};
    });
    EXPECT_TRUE(read);
}

TEST_F(SqliteDatabaseTest, AnErrorRollsBack) {
    auto database = open().value();
    const auto failed = database->write([](Connection& connection) -> Result<void> {
        EXPECT_TRUE(connection.run("INSERT INTO things (text) VALUES ('a')"));
        return fail(ErrorKind::kCancelled, "on second thoughts");
    });
    EXPECT_EQ(failed.error().kind, ErrorKind::kCancelled);
    EXPECT_THROW((void)database->write([](Connection& connection) -> Result<void> {
        EXPECT_TRUE(connection.run("INSERT INTO things (text) VALUES ('a')"));
        throw BrokenInvariant("a defect");
    }),
                 BrokenInvariant);
    EXPECT_EQ(count(*database).value(), 0);
    EXPECT_TRUE(insert(*database, "b"));
}

TEST_F(SqliteDatabaseTest, AReaderCannotWrite) {
    auto database = open().value();
    const auto written =
        database->read([](Connection& connection) { return connection.run("INSERT INTO things (text) VALUES ('a')"); });
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::kForbidden);
    EXPECT_EQ(count(*database).value(), 0);
}

TEST_F(SqliteDatabaseTest, AReaderSeesOneSnapshot) {
    auto database = open().value();
    const auto seen = database->read([&](Connection& connection) -> Result<std::int64_t> {
        EXPECT_EQ(connection.integer("SELECT count(*) FROM things").value(), 0);
        EXPECT_TRUE(insert(*database, "a"));
        return connection.integer("SELECT count(*) FROM things");
    });
    EXPECT_EQ(seen.value(), 0);
    EXPECT_EQ(count(*database).value(), 1);
}

TEST_F(SqliteDatabaseTest, RunsEachStepOnce) {
    constexpr std::array kMore{kSteps[0], "ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7"};
    {
        auto database = open().value();
        ASSERT_TRUE(insert(*database, "a"));
    }
    for (int round = 0; round < 2; ++round) {
        auto database = SqliteDatabase::open({.file = file()}).value();
        ASSERT_TRUE(database->migrate("test", kMore));
        const auto size =
            database->read([](Connection& connection) { return connection.integer("SELECT size FROM things"); });
        EXPECT_EQ(size.value(), 7);
    }
    const auto older = open();
    ASSERT_FALSE(older);
    EXPECT_EQ(older.error().kind, ErrorKind::kConflict);
    EXPECT_THAT(older.error().message, HasSubstr("newer genai"));
}

TEST_F(SqliteDatabaseTest, AStepThatFailsChangesNothing) {
    constexpr std::array kBroken{kSteps[0], "CREATE TABLE other (id); CREATE TABLE broken ("};
    auto database = open().value();
    ASSERT_FALSE(database->migrate("test", kBroken));
    EXPECT_EQ(database
                  ->read([](Connection& connection) {
                      return connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'other'");
                  })
                  .value(),
              0);
    EXPECT_TRUE(database->migrate("test", kSteps));
}

TEST_F(SqliteDatabaseTest, RefusesANewerFormat) {
    ASSERT_TRUE(
        open().value()->write([](Connection& connection) { return connection.script("PRAGMA user_version = 99"); }));
    const auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::kConflict);
    EXPECT_THAT(opened.error().message, HasSubstr("newer genai"));
}

TEST_F(SqliteDatabaseTest, RefusesAnotherProgramsDatabase) {
    std::filesystem::create_directories(file().parent_path());
    {
        auto connection = Connection::open(file(), std::chrono::seconds(1)).value();
        ASSERT_TRUE(connection->script("CREATE TABLE bookmarks (url TEXT)"));
    }
    const auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::kConflict);
    EXPECT_THAT(opened.error().message, HasSubstr("another program"));
}

TEST_F(SqliteDatabaseTest, SaysThatWhatIsNoDatabaseIsDamagedAndWhatToDo) {
    std::filesystem::create_directories(file().parent_path());
    std::ofstream(file()) << std::string(10'000, 'x');
    const auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::kInternal);
    EXPECT_THAT(opened.error().message, HasSubstr("cannot use " + file().string() + ": the file is damaged: restore"));
    EXPECT_THAT(opened.error().message, Not(HasSubstr("PRAGMA")));
}

TEST_F(SqliteDatabaseTest, NamesAFolderThatMayNotBeWritten) {
    std::ofstream(folder_.path() / "store") << "a file where the folder should be";
    const auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("store"));
}

TEST_F(SqliteDatabaseTest, SaysThatADamagedFileMustBeRestored) {
    make_closed_file(50);
    // The pages of the table's rows; the schema's page stays as it is.
    for (std::streamoff page = 2; page * 8192 < static_cast<std::streamoff>(std::filesystem::file_size(file())); ++page)
        overwrite(page * 8192, std::string(100, '\xEE'));
    auto database = open();
    ASSERT_TRUE(database) << database.error().message;
    const auto read = (*database)->read(
        [](Connection& connection) { return connection.integer("SELECT sum(length(text)) FROM things"); });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::kInternal);
    EXPECT_THAT(read.error().message, HasSubstr("restore it from a backup"));
}

// Rows as the truth has them: each with its checksum, and how many there must be.
class GuardedRows {
public:
    static constexpr std::int64_t kCount = 50;
    static constexpr std::int64_t kLetters = kCount * 2000;

    static Result<void> add(Connection& connection, std::int64_t id, const std::string& text) {
        auto row = connection.run("INSERT INTO guarded VALUES (?, ?, ?)", {id, text, checksum(id, text)});
        if (!row) return propagate(row);
        return {};
    }
    static Result<void> make(Connection& connection) {
        auto made = connection.script("CREATE TABLE guarded (id INTEGER PRIMARY KEY, text TEXT, checksum INTEGER)");
        for (std::int64_t id = 1; made && id <= kCount; ++id) made = add(connection, id, std::string(2000, 'x'));
        return made;
    }
    // The letters of all rows; an error when one of them is not as it was written.
    static Result<std::int64_t> letters(Connection& connection) {
        auto row = connection.query("SELECT id, text, checksum FROM guarded");
        if (!row) return propagate(row);
        std::int64_t rows = 0, letters = 0;
        for (auto more = row->step();; more = row->step()) {
            if (!more) return propagate(more);
            if (!*more) break;
            if (row->integer(2) != checksum(row->integer(0), row->text(1)))
                return fail(ErrorKind::kInternal, "a row is damaged");
            ++rows;
            letters += static_cast<std::int64_t>(row->text(1).size());
        }
        if (rows < kCount) return fail(ErrorKind::kInternal, "rows are missing");
        return letters;
    }

private:
    static std::int64_t checksum(std::int64_t id, std::string_view text) {
        return RowChecksum().add(id).add(text).value();
    }
};

TEST_F(SqliteDatabaseTest, AnyDamageEndsInTheRightRowsOrAnError) {
    ASSERT_TRUE(open().value()->write(GuardedRows::make));
    int right = 0, refused = 0;
    std::ifstream stream(file(), std::ios::binary);
    const std::string intact{std::istreambuf_iterator<char>(stream), {}};
    std::mt19937 random(17);
    for (int round = 0; round < 200; ++round) {
        std::string bytes = intact;
        const std::size_t changes = 1 + random() % 20;
        for (std::size_t i = 0; i < changes; ++i) {
            const std::size_t reach = random() % 2 == 0 ? 200 : bytes.size();
            bytes[random() % reach] = static_cast<char>(random());
        }
        if (random() % 5 == 0) bytes.resize(random() % bytes.size());
        for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(file().string() + suffix);
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
        const auto database = open(std::chrono::milliseconds(50));
        if (!database) {
            EXPECT_THAT(database.error().message, HasSubstr(file().string()));
            ++refused;
            continue;
        }
        const auto before = (*database)->read(GuardedRows::letters);
        if (before) {
            EXPECT_EQ(*before, GuardedRows::kLetters) << "round " << round;
        }
        ++(before ? right : refused);
        // What can still be written does not hide what was damaged before.
        const auto written = (*database)->write(
            [](Connection& connection) { return GuardedRows::add(connection, GuardedRows::kCount + 1, "y"); });
        const auto after = (*database)->read(GuardedRows::letters);
        if (after) {
            EXPECT_EQ(*after, GuardedRows::kLetters + (written ? 1 : 0)) << "round " << round;
        }
    }
    EXPECT_GT(right, 0);
    EXPECT_GT(refused, 0);
}

TEST_F(SqliteDatabaseTest, AHostileSchemaRunsNothingOfItsOwn) {
    make_closed_file(1);
    {
        auto connection = Connection::open(file(), std::chrono::seconds(1)).value();
        ASSERT_TRUE(connection->script("CREATE TRIGGER trap AFTER INSERT ON things BEGIN DELETE FROM things; END"));
    }
    auto database = open().value();
    ASSERT_TRUE(insert(*database, "b"));
    EXPECT_EQ(count(*database).value(), 2);
}

TEST_F(SqliteDatabaseTest, AWriterWaitsForAnother) {
    auto database = open().value();
    auto other = open().value();
    std::jthread slow([&] {
        EXPECT_TRUE(other->write([](Connection& connection) {
            auto written = connection.run("INSERT INTO things (text) VALUES ('slow')");
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            return written;
        }));
    });
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(insert(*database, "quick"));
    slow.join();
    EXPECT_EQ(count(*database).value(), 11);
}

TEST_F(SqliteDatabaseTest, AWriterThatWaitsTooLongIsToldWhy) {
    auto database = open(std::chrono::milliseconds(50)).value();
    auto other = open().value();
    const auto held = other->write([&](Connection&) -> Result<void> {
        const auto elsewhere = insert(*database, "a");
        EXPECT_EQ(elsewhere.error().kind, ErrorKind::kUnavailable);
        EXPECT_THAT(elsewhere.error().message, HasSubstr("another process is writing"));
        EXPECT_EQ(count(*database).value(), 0);  // readers are not held up
        return {};
    });
    EXPECT_TRUE(held);
    const auto nested = database->write([&](Connection&) -> Result<void> {
        const auto here = insert(*database, "a");
        EXPECT_EQ(here.error().kind, ErrorKind::kUnavailable);
        return {};
    });
    EXPECT_TRUE(nested);
}

TEST_F(SqliteDatabaseTest, MoreReadersThanConnectionsTakeTurns) {
    auto database = SqliteDatabase::open({.file = file(), .readers_max = 2}).value();
    ASSERT_TRUE(database->migrate("test", kSteps));
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) EXPECT_TRUE(count(*database));
        });
}

// A process that writes until it is killed: what its writes acknowledged is there, whole.
TEST_F(SqliteDatabaseTest, AKilledWriterLeavesWholeTransactions) {
    ASSERT_TRUE(open());
    int acknowledged[2];
    ASSERT_EQ(pipe(acknowledged), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto database = open();
        while (database) {
            auto written = (*database)->write([](Connection& connection) -> Result<void> {
                for (int i = 0; i < 3; ++i)
                    if (auto row = connection.run("INSERT INTO things (text) VALUES ('a')"); !row)
                        return propagate(row);
                return {};
            });
            if (!written || write(acknowledged[1], "x", 1) != 1) break;
        }
        _exit(1);
    }
    close(acknowledged[1]);
    char byte = 0;
    for (int i = 0; i < 20; ++i) ASSERT_EQ(read(acknowledged[0], &byte, 1), 1);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    std::int64_t seen = 20;
    while (read(acknowledged[0], &byte, 1) == 1) ++seen;
    close(acknowledged[0]);
    const auto rows = count(*open().value()).value();
    EXPECT_EQ(rows % 3, 0);
    EXPECT_GE(rows, seen * 3);
}

TEST_F(SqliteDatabaseTest, AFullDiskIsSaidAndLeavesTheFileWhole) {
    make_closed_file(1);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        // A file may not grow beyond this here; SQLite meets it as it meets a full disk: a write that fails.
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1 << 20, 1 << 20};
        setrlimit(RLIMIT_FSIZE, &limit);
        auto database = open();
        if (!database) _exit(2);
        for (int i = 0; i < 2'000; ++i) {
            const auto written = insert(**database, std::string(20'000, 'x'));
            if (written) continue;
            const ErrorKind kind = written.error().kind;
            _exit(kind == ErrorKind::kExhausted || kind == ErrorKind::kUnavailable ? 0 : 3);
        }
        _exit(4);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    auto database = open().value();
    EXPECT_GE(count(*database).value(), 1);
    EXPECT_TRUE(insert(*database, "a"));
}

TEST(SqliteError, SaysWhatToDo) {
    const auto error = [](int code) { return sqlite_error(code, "detail", "/data/genai.sqlite", "write to"); };
    EXPECT_EQ(error(13).kind, ErrorKind::kExhausted);  // SQLITE_FULL
    EXPECT_THAT(error(13).message, HasSubstr("free some space"));
    EXPECT_EQ(error(5).kind, ErrorKind::kUnavailable);            // SQLITE_BUSY
    EXPECT_EQ(error(11).kind, ErrorKind::kInternal);              // SQLITE_CORRUPT
    EXPECT_EQ(error(8).kind, ErrorKind::kForbidden);              // SQLITE_READONLY
    EXPECT_EQ(error(10 | 3 << 8).kind, ErrorKind::kUnavailable);  // SQLITE_IOERR_WRITE
    EXPECT_THAT(error(11).message, HasSubstr("/data/genai.sqlite"));
}

}  // namespace
}  // namespace genai::platform
