// SPDX-License-Identifier: Apache-2.0
#include "platform/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>

namespace genai::platform {

namespace {

// For people: the statement's own text would tell them nothing.
constexpr const char* kUse = "use";
const char* attempt(sqlite3_stmt* statement) {
    return sqlite3_stmt_readonly(statement) != 0 ? "read from" : "write to";
}

// The longest value that any of our rows may hold; a damaged length is refused before memory is asked for.
constexpr int kValueBytesMax = 64 << 20;

int bind_value(sqlite3_stmt* statement, int place, const SqlValue& value, sqlite3_destructor_type ownership) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, place, *number);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        // A null pointer would bind NULL instead of the empty text.
        const char* bytes = text->data() ? text->data() : "";
        return sqlite3_bind_text64(statement, place, bytes, text->size(), ownership, SQLITE_UTF8);
    }
    const std::string_view blob = std::get<Blob>(value).bytes;
    const char* bytes = blob.data() ? blob.data() : "";
    return sqlite3_bind_blob64(statement, place, bytes, blob.size(), ownership);
}

struct Meaning {
    ErrorKind kind;
    const char* advice;
};

Meaning meaning_of(int extended_code) {
    switch (extended_code & 0xFF) {
        case SQLITE_FULL: return {ErrorKind::kExhausted, "the disk is full: free some space, then run it again"};
        case SQLITE_NOMEM: return {ErrorKind::kExhausted, "memory has run out"};
        case SQLITE_TOOBIG: return {ErrorKind::kTooLarge, "a value is larger than a row may hold"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::kUnavailable, "another process is writing to it: try again when that has finished"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorKind::kInternal,
                    "the file is damaged: restore it from a backup, or move it away and run genai ingest again"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH: return {ErrorKind::kForbidden, "it may not be written: check its owner and permissions"};
        case SQLITE_CANTOPEN:
            return {ErrorKind::kForbidden, "it cannot be opened: does its folder exist, and may it be written?"};
        case SQLITE_INTERRUPT: return {ErrorKind::kCancelled, "the work was called off"};
        case SQLITE_IOERR:
            return {ErrorKind::kUnavailable, "the disk reports an error: is it full? If not, see the system's log"};
        case SQLITE_CONSTRAINT:
            return {ErrorKind::kInternal, "its rows contradict each other: restore it from a backup"};
        default: return {ErrorKind::kInternal, "this should not happen: please report it"};
    }
}

}  // namespace

Error sqlite_error(int extended_code, std::string_view detail, const std::filesystem::path& file,
                   std::string_view what) {
    const Meaning meaning = meaning_of(extended_code);
    return {meaning.kind, fmt::format("cannot {} {}: {} ({}, SQLite code {})", what, file.string(), meaning.advice,
                                      detail, extended_code)};
}

Statement::Statement(Statement&& other) noexcept : connection_(other.connection_), statement_(other.statement_) {
    other.statement_ = nullptr;
}

Statement::~Statement() {
    if (statement_ != nullptr) connection_->give_back(statement_);
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return connection_->failure(attempt(statement_));
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Statement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                 : std::string_view();
}

std::string_view Statement::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                 : std::string_view();
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file,
                                                     std::chrono::milliseconds busy_timeout) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        nullptr);
    std::unique_ptr<Connection> connection(new Connection(file, handle));
    if (code != SQLITE_OK) {
        const char* detail = handle ? sqlite3_errmsg(handle) : "out of memory";
        return tl::unexpected(sqlite_error(code, detail, file, "open"));
    }
    sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
    if (auto hardened = connection->harden(); !hardened) return propagate(hardened);
    return connection;
}

Connection::~Connection() {
    for (auto& [text, statements] : idle_)
        for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
    sqlite3_close(handle_);
}

Result<void> Connection::harden() {
    constexpr std::array kSwitches{
        std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},      std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, std::pair{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        std::pair{SQLITE_DBCONFIG_DQS_DML, 0},        std::pair{SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    for (const auto& [option, value] : kSwitches)
        if (sqlite3_db_config(handle_, option, value, nullptr) != SQLITE_OK) return failure("secure the connection to");
    sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH, kValueBytesMax);
    sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 0);
    return script(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON;"
        "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;"
        "PRAGMA journal_size_limit = 67108864;");
}

Result<Statement> Connection::query(std::string_view sql, std::initializer_list<SqlValue> values) {
    return prepare(sql, values, Keep::kCopies);
}

Result<Statement> Connection::prepare(std::string_view sql, std::initializer_list<SqlValue> values, Keep keep) {
    sqlite3_stmt* handle = nullptr;
    if (const auto found = idle_.find(std::string(sql)); found != idle_.end() && !found->second.empty()) {
        handle = found->second.back();
        found->second.pop_back();
    } else if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle,
                                  nullptr) != SQLITE_OK) {
        return failure(kUse);
    }
    Statement statement(*this, handle);
    int place = 0;
    for (const SqlValue& value : values)
        if (bind_value(handle, ++place, value, keep == Keep::kCopies ? SQLITE_TRANSIENT : SQLITE_STATIC) != SQLITE_OK)
            return failure(attempt(handle));
    return statement;
}

void Connection::give_back(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    idle_[sqlite3_sql(statement)].push_back(statement);
}

Result<std::int64_t> Connection::run(std::string_view sql, std::initializer_list<SqlValue> values) {
    auto statement = prepare(sql, values, Keep::kViews);
    if (!statement) return propagate(statement);
    for (;;) {
        auto row = statement->step();
        if (!row) return propagate(row);
        if (!*row) return sqlite3_changes64(handle_);
    }
}

Result<std::int64_t> Connection::integer(std::string_view sql, std::initializer_list<SqlValue> values) {
    auto statement = prepare(sql, values, Keep::kViews);
    if (!statement) return propagate(statement);
    auto row = statement->step();
    if (!row) return propagate(row);
    return *row ? statement->integer(0) : 0;
}

Result<void> Connection::script(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure(kUse);
    return {};
}

Result<void> Connection::copy_to(const std::filesystem::path& file) {
    sqlite3* copy = nullptr;
    int code = sqlite3_open_v2(file.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE,
                               nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> closer(copy, &sqlite3_close);
    if (code == SQLITE_OK) {
        sqlite3_backup* backup = sqlite3_backup_init(copy, "main", handle_, "main");
        if (backup != nullptr) (void)sqlite3_backup_step(backup, -1);
        code = backup != nullptr ? sqlite3_backup_finish(backup) : sqlite3_extended_errcode(copy);
    }
    // Without this the copy would ask for a log beside it.
    if (code == SQLITE_OK) code = sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return {};
    return tl::unexpected(sqlite_error(code, copy != nullptr ? sqlite3_errmsg(copy) : "out of memory", file,
                                       "copying " + file_.string() + " to it"));
}

Result<std::vector<std::string>> Connection::find_damage() {
    std::vector<std::string> damage;
    auto row = query("PRAGMA integrity_check(20)");
    for (;;) {
        if (!row) return propagate(row);
        auto more = row->step();
        if (!more) return propagate(more);
        if (!*more) break;
        if (row->text(0) != "ok") damage.emplace_back(row->text(0));
    }
    auto broken = integer("SELECT count(*) FROM pragma_foreign_key_check");
    if (!broken) return propagate(broken);
    if (*broken > 0) damage.push_back(fmt::format("{} rows refer to rows that are not there", *broken));
    return damage;
}

Result<void> Connection::require_sound(std::string_view table) {
    auto row = query(fmt::format("PRAGMA integrity_check('{}')", table));
    if (!row) return propagate(row);
    auto found = row->step();
    if (!found) return propagate(found);
    if (*found && row->text(0) == "ok") return {};
    return fail(ErrorKind::kInternal,
                fmt::format("{}: the table of {} is damaged ({}): restore it from a backup, or move it away and run "
                            "genai ingest again",
                            file_.string(), table, *found ? row->text(0) : "no reason given"));
}

std::int64_t Connection::last_row() const { return sqlite3_last_insert_rowid(handle_); }

tl::unexpected<Error> Connection::failure(std::string_view what) const {
    return tl::unexpected(sqlite_error(sqlite3_extended_errcode(handle_), sqlite3_errmsg(handle_), file_, what));
}

}  // namespace genai::platform
