// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/descriptor.hpp"

namespace genai::blobs {

// Some bytes that are kept, named by their SHA-256.
struct Blob {
    std::string id;  // 64 lower-case hex digits
    std::uint64_t bytes = 0;

    bool operator==(const Blob&) const = default;
};

// A blob open for reading. What it holds stays readable when the blob is removed meanwhile.
struct OpenBlob {
    platform::Descriptor file;  // at its beginning, read only
    std::uint64_t bytes = 0;
};

// Bytes on their way in. Nothing is kept of one that goes without finish(). Used by one thread at a time.
class BlobWriter {
public:
    virtual ~BlobWriter() = default;
    // kExhausted when the disk is full; the writer is of no use after an error.
    virtual Result<void> append(std::string_view bytes) = 0;
    // Keeps what was appended: durable when it returns. Once, and last.
    virtual Result<Blob> finish() = 0;
};

using Time = std::chrono::system_clock::time_point;

// The bytes of uploads, each kept once whatever it is called and however often it comes. An id that is none (anything
// but 64 lower-case hex digits) is kInvalidInput in every call, so that none of them can lead elsewhere. Safe to use
// from several threads and processes; blocks on the disk. Who needs a blob is known above.
class BlobStore {
public:
    virtual ~BlobStore() = default;

    virtual Result<std::unique_ptr<BlobWriter>> begin() = 0;

    virtual Result<std::optional<Blob>> find(const std::string& id) = 0;
    // kNotFound when there is none.
    virtual Result<OpenBlob> open(const std::string& id) = 0;
    // A file with the blob's bytes, for what reads files by name; whether it is there or not.
    virtual Result<std::filesystem::path> path(const std::string& id) = 0;
    // In order of their ids.
    virtual Result<std::vector<Blob>> list() = 0;

    // Removes the blob unless it was written, or written again, at or after `before`: what arrived a moment ago is
    // about to be needed. False when it is not there or stays.
    virtual Result<bool> remove_older(const std::string& id, Time before) = 0;
    // Removes what writers that died have left and have not touched since `before`; returns how many.
    virtual Result<std::size_t> remove_abandoned(Time before) = 0;
};

bool is_blob_id(std::string_view text);

// kInvalidInput unless it is one.
Result<void> check_blob_id(std::string_view id);

}  // namespace genai::blobs
