// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "blobs/blob_store.hpp"
#include "model/document.hpp"
#include "originals/original.hpp"

namespace genai::originals {

// Finds the bytes that documents were made of (README.md). Safe to use from several threads; blocks on the disk, for as
// long as hashing takes when a file is asked for the first time. The blob store outlives it.
class Originals {
public:
    explicit Originals(blobs::BlobStore& blobs) : blobs_(blobs) {}

    // kConflict, with what to do about it, when no file with these bytes is where the document came from.
    Result<Original> open(const Document& document, const Limits& limits);

    static constexpr std::size_t kHashesMax = 4096;

private:
    Result<Original> open_named(const Document& document, const DocumentName& name, const Limits& limits);
    Result<std::string> hash(const Original& file, const FileState& state, const Limits& limits);

    blobs::BlobStore& blobs_;
    std::mutex mutex_;
    std::map<FileState, std::string> hashes_;  // at most kHashesMax
};

}  // namespace genai::originals
