// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "platform/sqlite_database.hpp"

namespace genai::maintenance {

// What stands in a backup's MANIFEST, its first line with the format's number:
//   genai-backup 1
//   created 2026-11-23T03:05:06Z
//   file genai.sqlite BYTES SHA256
struct Manifest {
    std::string created;  // UTC
    std::uint64_t bytes = 0;
    std::string sha256;
};

std::string to_text(const Manifest& manifest);
// kConflict for the format of a newer genai, kInvalidInput for what is no manifest.
Result<Manifest> parse_manifest(const std::string& text);

// Copies the store, as one moment saw it, into the folder `destination`, which must be empty or new; a server and an
// ingest may go on meanwhile. The copy is checked, and the manifest comes last: a folder without one is no backup.
Result<Manifest> back_up(platform::SqliteDatabase& database, const std::filesystem::path& destination);

// Opens the modules' tables in a database: what a restored one must go through.
using OpenTables = std::function<Result<void>(platform::SqliteDatabase& database)>;

enum class Overwrite { kNo, kYes };

// Puts the backup in place of the store in `file`: checks it against its manifest, and that this genai can read it,
// before anything is touched; the old store goes in the step that brings the new one. kConflict when there is a store
// and `overwrite` says no, when a process uses it, and for the backup of a newer genai. Hold the IngestLock; nothing in
// this process may have the store open.
Result<Manifest> restore(const std::filesystem::path& backup, const std::filesystem::path& file,
                         const OpenTables& open_tables, Overwrite overwrite);

}  // namespace genai::maintenance
