// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace genai::platform {

// The file's bytes. Errors: kNotFound; kTooLarge above `bytes_max`; kInvalidInput when it is no regular file;
// kForbidden; kUnavailable for what the disk says.
Result<std::string> read_file(const std::filesystem::path& file, std::uint64_t bytes_max);

// Replaces the file in one step: a reader sees the old bytes or the new ones, also after a power cut. Folders on the
// way are made. The file is its owner's alone (0600). kExhausted when the disk is full.
Result<void> write_file_atomically(const std::filesystem::path& file, std::string_view bytes);

// Puts the file `from` in the place of `to`, on the same file system, in one step that holds after a power cut.
Result<void> replace_file(const std::filesystem::path& from, const std::filesystem::path& to);

// Makes the folder and those above it, each for its owner alone (0700); folders that are there stay as they are.
Result<void> make_folder(const std::filesystem::path& folder);

// Makes an empty file for its owner alone (0600) unless there is one of that name.
Result<void> make_private_file(const std::filesystem::path& file);

// SHA-256 of the file's bytes, 64 hex digits, read in pieces; `bytes` is what was hashed, in the same reading.
struct FileHash {
    std::string sha256;
    std::uint64_t bytes = 0;
};
Result<FileHash> hash_file(const std::filesystem::path& file);

// All of the bytes to an open file; `file` is its name, for messages. kExhausted when the disk is full.
Result<void> write_all(int number, std::string_view bytes, const std::filesystem::path& file);

// What a rename, a new file or a removal in the folder needs to hold after a power cut.
Result<void> sync_folder(const std::filesystem::path& folder);

// "cannot ATTEMPT FILE: ..." for the errno `code`: kNotFound, kForbidden, kExhausted, or kUnavailable.
tl::unexpected<Error> fail_with_errno(std::string_view attempt, const std::filesystem::path& file, int code);

// Of the file system that holds the path; `free_bytes` is what this user may have of it.
struct DiskSpace {
    std::uint64_t free_bytes = 0;
    std::uint64_t total_bytes = 0;
};
Result<DiskSpace> disk_space(const std::filesystem::path& path);

// What is free for this user on the file system that holds the path.
Result<std::uint64_t> free_disk_bytes(const std::filesystem::path& path);

}  // namespace genai::platform
