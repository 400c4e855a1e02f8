// SPDX-License-Identifier: Apache-2.0
#include "platform/sqlite_database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "platform/crash_point.hpp"
#include "platform/file_system_kind.hpp"
#include "platform/files.hpp"

namespace genai::platform {

namespace {

// "GnAi" in the file's header: this is no other program's database.
constexpr std::int64_t kApplicationId = 0x476E4169;
// What holds for the file as a whole; the modules' tables are counted apart, in schema_versions.
constexpr std::int64_t kFormat = 1;
// 8 KiB pages hold five vectors of 384 floats with little room lost; 4 KiB pages hold two.
constexpr const char* kNewFile = "PRAGMA page_size = 8192;";
constexpr auto kRetryPause = std::chrono::milliseconds(20);

tl::unexpected<Error> newer_file(const std::filesystem::path& file, std::string_view what, std::int64_t found,
                                 std::int64_t known) {
    return fail(ErrorKind::kConflict,
                fmt::format("{} was written by a newer genai ({} {}, this one knows {}): install that version, or "
                            "set DATA_DIR to another folder",
                            file.string(), what, found, known));
}

// Whose file it is: an empty one (0, 0) is a new one.
Result<bool> is_marked(Connection& connection) {
    auto application = connection.integer("PRAGMA application_id");
    if (!application) return propagate(application);
    auto format = connection.integer("PRAGMA user_version");
    if (!format) return propagate(format);
    if (*application == kApplicationId && *format > kFormat)
        return newer_file(connection.file(), "format", *format, kFormat);
    if (*application == kApplicationId && *format == kFormat) return true;
    auto tables = connection.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables) return propagate(tables);
    if (*application == 0 && *format == 0 && *tables == 0) return false;
    return fail(ErrorKind::kConflict, fmt::format("{} is a database of another program: set DATA_DIR to a folder "
                                                  "of its own",
                                                  connection.file().string()));
}

Result<void> mark(Connection& connection) {
    if (auto begun = connection.script("BEGIN IMMEDIATE"); !begun) return begun;
    auto result = [&]() -> Result<void> {
        auto marked = is_marked(connection);  // another process may have been quicker
        if (!marked) return propagate(marked);
        if (*marked) return {};
        return connection.script(
            fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};"
                        "CREATE TABLE schema_versions (module TEXT PRIMARY KEY, version INTEGER "
                        "NOT NULL) WITHOUT ROWID;",
                        kApplicationId, kFormat));
    }();
    if (!result) {
        (void)connection.script("ROLLBACK");
        return result;
    }
    return connection.script("COMMIT");
}

// The switch to the write-ahead log needs the file for itself for a moment and does not wait by itself.
Result<void> use_write_ahead_log(Connection& connection, std::chrono::milliseconds timeout) {
    const auto end = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        auto mode = [&]() -> Result<std::string> {
            auto statement = connection.query("PRAGMA journal_mode = WAL");
            if (!statement) return propagate(statement);
            auto row = statement->step();
            if (!row) return propagate(row);
            return std::string(statement->text(0));
        }();
        if (mode && *mode == "wal") return {};
        if (mode)
            return fail(ErrorKind::kUnavailable,
                        fmt::format("{}: its file system cannot keep a write-ahead log (no shared memory): put "
                                    "DATA_DIR on a local disk",
                                    connection.file().string()));
        if (mode.error().kind != ErrorKind::kUnavailable || std::chrono::steady_clock::now() >= end)
            return propagate(mode);
        std::this_thread::sleep_for(kRetryPause);
    }
}

}  // namespace

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(SqliteSettings settings) {
    const std::filesystem::path folder =
        settings.file.has_parent_path() ? settings.file.parent_path() : std::filesystem::path(".");
    if (auto made = make_folder(folder); !made) return propagate(made);
    if (auto network = find_network_file_system(folder))
        return fail(ErrorKind::kUnavailable,
                    fmt::format("{} is on a network file system ({}), where a database with a write-ahead log is not "
                                "safe: set DATA_DIR to a folder on a local disk, or use VECTORDB_PROVIDER=redis",
                                folder.string(), *network));

    // SQLite gives its log and its shared memory the permissions of the file.
    if (auto made = make_private_file(settings.file); !made) return propagate(made);
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(std::move(settings)));
    auto connection = Connection::open(database->settings_.file, database->settings_.busy_timeout);
    if (!connection) return propagate(connection);
    auto marked = is_marked(**connection);
    if (!marked) return propagate(marked);
    if (!*marked)
        if (auto sized = (*connection)->script(kNewFile); !sized) return propagate(sized);
    if (auto logged = use_write_ahead_log(**connection, database->settings_.busy_timeout); !logged)
        return propagate(logged);
    if (!*marked)
        if (auto done = mark(**connection); !done) return propagate(done);
    database->idle_writer_ = std::move(*connection);
    return database;
}

SqliteDatabase::~SqliteDatabase() = default;

Result<void> SqliteDatabase::migrate(std::string_view module, std::span<const char* const> steps) {
    const auto known = static_cast<std::int64_t>(steps.size());
    const auto version = [&](Connection& connection) {
        return connection.integer("SELECT version FROM schema_versions WHERE module = ?", {module});
    };
    auto found = read(version);
    if (!found) return propagate(found);
    if (*found == known) return {};
    return write([&](Connection& connection) -> Result<void> {
        auto current = version(connection);
        if (!current) return propagate(current);
        if (*current > known) return newer_file(file(), fmt::format("its {} tables are at", module), *current, known);
        for (auto step = static_cast<std::size_t>(std::max<std::int64_t>(*current, 0)); step < steps.size(); ++step)
            if (auto done = connection.script(steps[step]); !done)
                return fail(done.error().kind, fmt::format("cannot bring the {} tables to version {}; if no newer or "
                                                           "older genai has used it, the file is damaged: restore it "
                                                           "from a backup ({})",
                                                           module, step + 1, done.error().message));
        auto noted =
            connection.run("INSERT OR REPLACE INTO schema_versions (module, version) VALUES (?, ?)", {module, known});
        if (!noted) return propagate(noted);
        return {};
    });
}

Result<void> SqliteDatabase::require_sound(std::span<const std::string_view> tables) {
    return read([&](Connection& connection) -> Result<void> {
        for (const std::string_view table : tables)
            if (auto sound = connection.require_sound(table); !sound) return sound;
        return {};
    });
}

SqliteDatabase::Transaction::~Transaction() {
    if (!connection_) return;
    if (is_open_) (void)connection_->script("ROLLBACK");
    database_->give_back(mode_, std::move(connection_));
}

Result<void> SqliteDatabase::Transaction::begin() {
    auto begun = connection_->run(mode_ == Mode::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
    if (!begun) return propagate(begun);
    is_open_ = true;
    if (mode_ == Mode::kWrite) reach("store.begin.after");
    return {};
}

Result<void> SqliteDatabase::Transaction::commit() {
    if (mode_ == Mode::kWrite) reach("store.commit.before");
    auto committed = connection_->run("COMMIT");
    if (!committed) return propagate(committed);
    is_open_ = false;
    if (mode_ == Mode::kWrite) reach("store.commit.after");
    return {};
}

Result<SqliteDatabase::Transaction> SqliteDatabase::begin(Mode mode) {
    auto connection = take(mode);
    if (!connection) return propagate(connection);
    Transaction transaction(*this, mode, std::move(*connection));
    if (auto begun = transaction.begin(); !begun) return propagate(begun);
    return transaction;
}

Result<std::unique_ptr<Connection>> SqliteDatabase::take(Mode mode) {
    std::unique_lock lock(mutex_);
    const auto is_free = [&] { return mode == Mode::kWrite ? !is_writer_out_ : readers_out_ < settings_.readers_max; };
    if (!returned_.wait_for(lock, settings_.busy_timeout, is_free))
        return fail(ErrorKind::kUnavailable,
                    fmt::format("{}: waited {} ms for its turn to {}; the store is busy: try again", file().string(),
                                settings_.busy_timeout.count(), mode == Mode::kWrite ? "write" : "read"));
    std::unique_ptr<Connection> connection;
    if (mode == Mode::kWrite) {
        is_writer_out_ = true;
        connection = std::move(idle_writer_);
    } else {
        ++readers_out_;
        if (!idle_readers_.empty()) {
            connection = std::move(idle_readers_.back());
            idle_readers_.pop_back();
        }
    }
    lock.unlock();
    if (connection) return connection;
    auto opened = Connection::open(file(), settings_.busy_timeout);
    if (opened && mode == Mode::kRead)
        if (auto bound = (*opened)->script("PRAGMA query_only = ON"); !bound) opened = propagate(bound);
    if (!opened) give_back(mode, nullptr);
    return opened;
}

void SqliteDatabase::give_back(Mode mode, std::unique_ptr<Connection> connection) {
    {
        const std::lock_guard lock(mutex_);
        if (mode == Mode::kWrite) {
            is_writer_out_ = false;
            idle_writer_ = std::move(connection);
        } else {
            --readers_out_;
            if (connection) idle_readers_.push_back(std::move(connection));
        }
    }
    returned_.notify_all();
}

}  // namespace genai::platform
