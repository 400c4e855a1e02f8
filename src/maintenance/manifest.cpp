// SPDX-License-Identifier: Apache-2.0
#include "maintenance/backup.hpp"

#include <sstream>

namespace genai::maintenance {

namespace {

constexpr int kFormat = 2;
constexpr const char* kMagic = "genai-backup";
constexpr std::size_t kSha256Digits = 64;

}  // namespace

std::string to_text(const Manifest& manifest) {
    std::string text = std::string(kMagic) + " " + std::to_string(kFormat) + "\ncreated " + manifest.created +
                       "\nfile genai.sqlite " + std::to_string(manifest.bytes) + " " + manifest.sha256 + "\n";
    for (const auto& [id, bytes] : manifest.blobs) text += "blob " + id + " " + std::to_string(bytes) + "\n";
    return text;
}

Result<Manifest> parse_manifest(const std::string& text) {
    std::istringstream words(text);
    std::string magic, created, file, name;
    int format = 0;
    Manifest manifest;
    if (!(words >> magic >> format) || magic != kMagic || format < 1)
        return fail(ErrorKind::kInvalidInput, "it is no manifest of a genai backup");
    if (format > kFormat)
        return fail(ErrorKind::kConflict, "it was made by a newer genai (format " + std::to_string(format) +
                                              ", this one knows " + std::to_string(kFormat) +
                                              "): install that version to restore it");
    words >> created >> manifest.created >> file >> name >> manifest.bytes >> manifest.sha256;
    if (!words || created != "created" || file != "file" || name != "genai.sqlite" ||
        manifest.sha256.size() != kSha256Digits)
        return fail(ErrorKind::kInvalidInput, "it is damaged");
    std::string blob, id;
    while (words >> blob) {
        std::uint64_t bytes = 0;
        if (blob != "blob" || !(words >> id >> bytes) || !blobs::is_blob_id(id))
            return fail(ErrorKind::kInvalidInput, "it is damaged");
        manifest.blobs[id] = bytes;
    }
    return manifest;
}

}  // namespace genai::maintenance
