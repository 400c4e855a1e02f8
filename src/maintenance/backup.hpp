// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "blobs/blob_store.hpp"
#include "platform/sqlite_database.hpp"

namespace genai::maintenance {

// What stands in a backup's MANIFEST, its first line with the format's number:
//   genai-backup 2
//   created 2026-11-23T03:05:06Z
//   file genai.sqlite BYTES SHA256
//   blob SHA256 BYTES                  a line for each upload; format 1 has none
struct Manifest {
    std::string created;  // UTC
    std::uint64_t bytes = 0;
    std::string sha256;
    std::map<std::string, std::uint64_t> blobs;  // their sizes by id
};

std::string to_text(const Manifest& manifest);
// kConflict for the format of a newer genai, kInvalidInput for what is no manifest.
Result<Manifest> parse_manifest(const std::string& text);

// Opens the uploads that are kept beside a store, or in a backup, by the folder that holds both.
using OpenBlobs = std::function<Result<std::unique_ptr<blobs::BlobStore>>(const std::filesystem::path& folder)>;

// Copies the store, as one moment saw it, and its uploads into the folder `destination`, which must be empty or new; a
// server and an ingest may go on meanwhile. The copy is checked, and the manifest comes last: a folder without one is
// no backup.
Result<Manifest> back_up(platform::SqliteDatabase& database, const OpenBlobs& open_blobs,
                         const std::filesystem::path& destination);

// Opens the modules' tables in a database: what a restored one must go through.
using OpenTables = std::function<Result<void>(platform::SqliteDatabase& database)>;

enum class Overwrite { kNo, kYes };

// Puts the backup in place of the store in `file`: checks it against its manifest, and that this genai can read it,
// before anything is touched; the old store goes in the step that brings the new one. Uploads are added before it, each
// checked; those that are there and not in the backup are garbage afterwards. kConflict when there is a store
// and `overwrite` says no, when a process uses it, and for the backup of a newer genai. Hold the IngestLock; nothing in
// this process may have the store open.
Result<Manifest> restore(const std::filesystem::path& backup, const std::filesystem::path& file,
                         const OpenTables& open_tables, const OpenBlobs& open_blobs, Overwrite overwrite);

}  // namespace genai::maintenance
