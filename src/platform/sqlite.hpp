// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace genai::platform {

// Bytes bound to a statement as a BLOB; text is bound as it is.
struct Blob {
    std::string_view bytes;
};
using SqlValue = std::variant<std::int64_t, std::string_view, Blob>;

class Connection;

// A prepared statement with its values bound, to be stepped row by row. Borrowed from its connection, which it must not
// outlive; when it goes it is kept there for the next use of the same text. Used by one thread at a time.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    // True when there is a row to be read, false at the end.
    Result<bool> step();

    // Column `column` (from 0) of the current row; the views live until the next step.
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;

private:
    friend class Connection;
    Statement(Connection& connection, sqlite3_stmt* statement) : connection_(&connection), statement_(statement) {}

    Connection* connection_;
    sqlite3_stmt* statement_;
};

// One connection to an SQLite file, set up so that a hostile or damaged file can do no more than be refused: no
// functions, triggers or views of the file's own, no mapped memory, sizes of cells checked. Durable: write-ahead log,
// synchronous=FULL. Used by one thread at a time; SqliteDatabase shares several of them out.
class Connection {
public:
    // Opens the file, or makes it. Statements wait this long for other processes' locks.
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                    std::chrono::milliseconds busy_timeout);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // `sql` is one statement, a literal of ours; the values take the places of its '?' in order.
    Result<Statement> query(std::string_view sql, std::initializer_list<SqlValue> values = {});
    // Runs a statement to its end; returns how many rows it changed.
    Result<std::int64_t> run(std::string_view sql, std::initializer_list<SqlValue> values = {});
    // The single integer that the statement yields; 0 when it yields no row.
    Result<std::int64_t> integer(std::string_view sql, std::initializer_list<SqlValue> values = {});
    // Several statements without values, as in a schema.
    Result<void> script(const std::string& sql);

    // Copies the database, as one transaction sees it, into a file that does not exist yet; others go on writing. The
    // copy is one file, durable once this returns.
    Result<void> copy_to(const std::filesystem::path& file);
    // What a look at every page of the file and at every reference between rows finds wrong, the first few.
    Result<std::vector<std::string>> find_damage();
    // An error when the table contradicts itself or one of its indexes, so that rows that are lost in one of them are
    // noticed. Takes a look at each row.
    Result<void> require_sound(std::string_view table);

    // The rowid that the last INSERT gave.
    std::int64_t last_row() const;

    const std::filesystem::path& file() const { return file_; }

private:
    friend class Statement;
    enum class Keep { kCopies, kViews };

    Connection(std::filesystem::path file, sqlite3* handle) : file_(std::move(file)), handle_(handle) {}

    Result<void> harden();
    Result<Statement> prepare(std::string_view sql, std::initializer_list<SqlValue> values, Keep keep);
    void give_back(sqlite3_stmt* statement);
    tl::unexpected<Error> failure(std::string_view what) const;

    std::filesystem::path file_;
    sqlite3* handle_;
    std::unordered_map<std::string, std::vector<sqlite3_stmt*>> idle_;  // by the statement's text
};

// Steps through the rows of a query and calls visit(row) for each; its Result<void> may end it.
template <class Visit>
Result<void> for_each_row(Result<Statement> rows, Visit visit) {
    if (!rows) return propagate(rows);
    for (;;) {
        auto more = rows->step();
        if (!more) return propagate(more);
        if (!*more) return {};
        if (Result<void> visited = visit(*rows); !visited) return visited;
    }
}

// What an SQLite result code means for people: kind, cause and what to do about it; `what` was attempted ("read from").
Error sqlite_error(int extended_code, std::string_view detail, const std::filesystem::path& file,
                   std::string_view what);

}  // namespace genai::platform
