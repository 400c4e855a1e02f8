// SPDX-License-Identifier: Apache-2.0
#include "maintenance/backup.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <system_error>
#include <vector>

#include "maintenance/blob_copies.hpp"
#include "platform/crash_point.hpp"
#include "platform/files.hpp"

namespace genai::maintenance {

namespace fs = std::filesystem;

namespace {

constexpr const char* kManifestName = "MANIFEST";
constexpr const char* kStoreName = "genai.sqlite";
constexpr const char* kBlobsName = "blobs";
constexpr std::string_view kHalfManifestName = ".tmp-MANIFEST-";

// What a backup that was killed may have left; it goes.
bool is_own(const std::string& name) {
    return name == kStoreName || name == kBlobsName || name == std::string(kStoreName) + "-journal" ||
           name.starts_with(kHalfManifestName);
}

// The folder is made where it is missing; whatever else is in it is somebody's.
Result<void> prepare_destination(const fs::path& destination) {
    if (auto made = platform::make_folder(destination); !made) return made;
    std::error_code code;
    std::vector<fs::path> leftovers;
    for (const fs::directory_entry& entry : fs::directory_iterator(destination, code)) {
        const std::string name = entry.path().filename().string();
        if (!is_own(name))
            return fail(ErrorKind::kConflict,
                        destination.string() + " is not empty (" + name + "): name a new folder for each backup");
        leftovers.push_back(entry.path());
    }
    for (const fs::path& leftover : leftovers)
        if (!code) fs::remove_all(leftover, code);
    if (code) return fail(ErrorKind::kForbidden, "cannot use " + destination.string() + ": " + code.message());
    return {};
}

// Every page of the copy is sound, and every reference between its rows.
Result<void> check_copy(const fs::path& file) {
    auto connection = platform::Connection::open(file, std::chrono::milliseconds(0));
    if (!connection) return propagate(connection);
    auto damage = (*connection)->find_damage();
    if (!damage) return propagate(damage);
    if (damage->empty()) return {};
    return fail(ErrorKind::kInternal, file.string() + " is damaged: " + damage->front());
}

std::string now_utc() {
    const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
}

}  // namespace

// Before the store is copied and after it: what it points to was there by then, and what came lately does not go.
Result<Manifest> back_up(platform::SqliteDatabase& database, const OpenBlobs& open_blobs, const fs::path& destination) {
    if (auto prepared = prepare_destination(destination); !prepared) return propagate(prepared);
    auto blobs = open_blobs(database.file().parent_path());
    if (!blobs) return propagate(blobs);
    auto blob_copies = open_blobs(destination);
    if (!blob_copies) return propagate(blob_copies);
    Manifest manifest;
    if (auto done = copy_blobs(**blobs, **blob_copies, manifest.blobs); !done) return propagate(done);
    const fs::path copy = destination / kStoreName;
    auto copied = database.read([&](platform::Connection& connection) { return connection.copy_to(copy); });
    if (!copied) return propagate(copied);
    if (auto done = copy_blobs(**blobs, **blob_copies, manifest.blobs); !done) return propagate(done);
    platform::reach("backup.copied");
    if (auto checked = check_copy(copy); !checked)
        return fail(checked.error().kind, "the store cannot be backed up: " + checked.error().message);
    auto hash = platform::hash_file(copy);
    if (!hash) return propagate(hash);
    platform::reach("backup.checked");
    manifest.created = now_utc();
    manifest.bytes = hash->bytes;
    manifest.sha256 = hash->sha256;
    if (auto written = platform::write_file_atomically(destination / kManifestName, to_text(manifest)); !written)
        return propagate(written);
    platform::reach("backup.published");
    return manifest;
}

}  // namespace genai::maintenance
