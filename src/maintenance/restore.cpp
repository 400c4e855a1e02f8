// SPDX-License-Identifier: Apache-2.0
#include "maintenance/backup.hpp"

#include <chrono>
#include <system_error>

#include "maintenance/blob_copies.hpp"
#include "platform/crash_point.hpp"
#include "platform/file_users.hpp"
#include "platform/files.hpp"

namespace genai::maintenance {

namespace fs = std::filesystem;

namespace {

constexpr const char* kManifestName = "MANIFEST";
constexpr const char* kStoreName = "genai.sqlite";
constexpr std::uint64_t kManifestBytesMax = 256 << 20;  // a million uploads are 80 MiB

Result<Manifest> read_manifest(const fs::path& backup) {
    const fs::path file = backup / kManifestName;
    auto text = platform::read_file(file, kManifestBytesMax);
    if (!text && text.error().kind == ErrorKind::kNotFound)
        return fail(ErrorKind::kNotFound, backup.string() +
                                              " is no backup: it has no MANIFEST, which genai backup "
                                              "writes when it has finished");
    if (!text) return propagate(text);
    auto manifest = parse_manifest(*text);
    if (!manifest) return fail(manifest.error().kind, file.string() + ": " + manifest.error().message);
    return manifest;
}

Result<void> check_place(const fs::path& file, Overwrite overwrite) {
    std::error_code code;
    if (!fs::exists(file, code)) return {};
    if (overwrite == Overwrite::kNo)
        return fail(ErrorKind::kConflict, "there is a store in " + file.string() +
                                              ": restore into another DATA_DIR, or replace it with --overwrite");
    if (const auto user = platform::find_database_user(file))
        return fail(ErrorKind::kConflict,
                    file.string() + " is in use by pid " + std::to_string(*user) + ": stop that process first");
    return {};
}

void remove_with_logs(const fs::path& file) {
    std::error_code code;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(file.string() + suffix, code);
}

// The backup's store beside the place it will have, as the manifest says it is, and as this genai can read it.
Result<void> stage(const fs::path& source, const fs::path& staged, const Manifest& manifest,
                   const OpenTables& open_tables) {
    auto damaged = [&](const std::string& what) {
        return fail(ErrorKind::kInvalidInput, source.string() + " is damaged: " + what + "; use another backup");
    };
    remove_with_logs(staged);
    std::error_code code;
    fs::copy_file(source, staged, code);
    if (code) return fail(ErrorKind::kUnavailable, "cannot copy " + source.string() + ": " + code.message());
    auto hash = platform::hash_file(staged);
    if (!hash) return propagate(hash);
    if (hash->bytes != manifest.bytes || hash->sha256 != manifest.sha256)
        return damaged("it is not the file that its MANIFEST describes");
    auto database = platform::SqliteDatabase::open({.file = staged});
    if (!database) return propagate(database);
    auto damage = (*database)->read([](platform::Connection& connection) { return connection.find_damage(); });
    if (!damage) return propagate(damage);
    if (!damage->empty()) return damaged(damage->front());
    return open_tables(**database);
}

// They harm nobody before the store that points to them is there.
Result<void> restore_blobs(const fs::path& backup, const fs::path& folder, const Manifest& manifest,
                           const OpenBlobs& open_blobs) {
    auto from = open_blobs(backup);
    if (!from) return propagate(from);
    auto to = open_blobs(folder);
    if (!to) return propagate(to);
    std::map<std::string, std::uint64_t> copied;
    if (auto done = copy_blobs(**from, **to, copied); !done) return done;
    for (const auto& [id, bytes] : manifest.blobs) {
        const auto copy = copied.find(id);
        if (copy == copied.end() || copy->second != bytes)
            return fail(ErrorKind::kInvalidInput, backup.string() + " is damaged: the upload " + id +
                                                      " of its MANIFEST is not there; use another backup");
    }
    return {};
}

// Brings what the old store's log holds into its file, so that no log of it is left to be taken for the new one's. Of a
// damaged store the log goes with it.
Result<void> close_old(const fs::path& file) {
    std::error_code code;
    if (!fs::exists(file, code)) return {};
    auto connection = platform::Connection::open(file, std::chrono::milliseconds(0));
    auto closed = connection ? (*connection)->script("PRAGMA journal_mode = DELETE") : propagate(connection);
    if (!closed && closed.error().kind == ErrorKind::kUnavailable)
        return fail(ErrorKind::kConflict, file.string() + " is in use: stop the process that has it open first");
    if (connection) connection->reset();
    for (const char* suffix : {"-wal", "-shm"}) fs::remove(file.string() + suffix, code);
    return {};
}

}  // namespace

Result<Manifest> restore(const fs::path& backup, const fs::path& file, const OpenTables& open_tables,
                         const OpenBlobs& open_blobs, Overwrite overwrite) {
    auto manifest = read_manifest(backup);
    if (!manifest) return propagate(manifest);
    if (auto free = check_place(file, overwrite); !free) return propagate(free);
    if (auto made = platform::make_folder(file.parent_path()); !made) return propagate(made);
    const fs::path staged = file.string() + ".restored";
    auto ready = stage(backup / kStoreName, staged, *manifest, open_tables);
    if (ready && !manifest->blobs.empty()) ready = restore_blobs(backup, file.parent_path(), *manifest, open_blobs);
    if (ready) {
        platform::reach("restore.copied");
        ready = close_old(file);
    }
    if (ready) {
        platform::reach("restore.old_closed");
        ready = platform::replace_file(staged, file);
    }
    if (!ready) {
        remove_with_logs(staged);
        return propagate(ready);
    }
    platform::reach("restore.published");
    return manifest;
}

}  // namespace genai::maintenance
