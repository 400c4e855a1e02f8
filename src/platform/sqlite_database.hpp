// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.hpp"
#include "platform/sqlite.hpp"

namespace genai::platform {

struct SqliteSettings {
    std::filesystem::path file;
    std::chrono::milliseconds busy_timeout{10'000};  // how long a writer waits for other writers, here and elsewhere
    std::size_t readers_max = 8;                     // connections that read side by side; further readers wait
};

// An SQLite file that several modules keep their tables in, shared by the threads of this process and by other
// processes (a running server beside `genai ingest`). Readers see one snapshot each and never wait for a writer;
// writers queue. The file is marked as ours, and one of a newer genai is refused. It must be on a local disk.
class SqliteDatabase {
public:
    // Opens the file or makes it, with its folder. Errors name the file and what to do.
    static Result<std::unique_ptr<SqliteDatabase>> open(SqliteSettings settings);
    ~SqliteDatabase();
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    // Brings a module's tables up to date: runs those of its steps (each a script, never changed once released) that
    // the file has not had. kConflict when the file has had more of them, that is, when a newer genai has written it.
    Result<void> migrate(std::string_view module, std::span<const char* const> steps);

    // An error when one of these tables is damaged. For tables of some thousand rows: it looks at every one.
    Result<void> require_sound(std::span<const std::string_view> tables);

    // Runs `work(Connection&)`, which returns a Result, in a transaction of its own. A write is on the disk once this
    // returns; an error that `work` returns, or throws, leaves nothing behind.
    template <class Work>
    auto read(Work&& work) {
        return transact(Mode::kRead, work);
    }
    template <class Work>
    auto write(Work&& work) {
        return transact(Mode::kWrite, work);
    }

    const std::filesystem::path& file() const { return settings_.file; }

private:
    enum class Mode { kRead, kWrite };

    // A connection while a transaction runs on it; rolled back unless committed.
    class Transaction {
    public:
        Transaction(SqliteDatabase& database, Mode mode, std::unique_ptr<Connection> connection)
            : database_(&database), mode_(mode), connection_(std::move(connection)) {}
        Transaction(Transaction&&) = default;
        Transaction& operator=(Transaction&&) = delete;
        ~Transaction();

        Result<void> begin();
        Result<void> commit();
        Connection& connection() { return *connection_; }

    private:
        SqliteDatabase* database_;
        Mode mode_;
        std::unique_ptr<Connection> connection_;  // empty once moved from
        bool is_open_ = false;
    };

    explicit SqliteDatabase(SqliteSettings settings) : settings_(std::move(settings)) {}

    template <class Work>
    std::invoke_result_t<Work&, Connection&> transact(Mode mode, Work& work) {
        auto transaction = begin(mode);
        if (!transaction) return propagate(transaction);
        auto result = work(transaction->connection());
        if (!result) return result;
        if (auto committed = transaction->commit(); !committed) return propagate(committed);
        return result;
    }

    Result<Transaction> begin(Mode mode);
    Result<std::unique_ptr<Connection>> take(Mode mode);
    void give_back(Mode mode, std::unique_ptr<Connection> connection);

    SqliteSettings settings_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_readers_;
    std::unique_ptr<Connection> idle_writer_;
    std::size_t readers_out_ = 0;
    bool is_writer_out_ = false;
};

}  // namespace genai::platform
