// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/scope.hpp"
#include "vectors/index_build.hpp"

namespace genai::vectors {

// Whose index a file holds: rows of this scope, embedded by what has this fingerprint.
struct IndexOwner {
    Scope scope;
    std::string fingerprint;
};

// The bytes of an index's file: a header of 4 KiB (magic, format, owner, lengths, checksum of its own), a CRC-32C for
// each 64 KiB of what follows, the table of versions, then FAISS's bytes. Each checksum depends on its block's place.
// Throws what FAISS throws.
std::string encode_index(const BuiltIndex& built, const IndexOwner& owner);

// Why a file is of no use.
enum class IndexFileFault {
    kDamaged,     // not as it was written
    kNewer,       // of a format that a later release writes; it is that release's to remove
    kOtherOwner,  // of another embedder or scope
};
struct IndexFileProblem {
    IndexFileFault fault = IndexFileFault::kDamaged;
    std::string message;
};

// The index in the bytes. All of them are verified before FAISS sees any.
tl::expected<BuiltIndex, IndexFileProblem> decode_index(std::string_view bytes, const IndexOwner& owner);

// Whether these first bytes are of a file that a later release has written.
bool is_newer_index(std::string_view header);

inline constexpr std::size_t kIndexHeaderBytes = 4'096;

}  // namespace genai::vectors
