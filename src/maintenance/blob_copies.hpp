// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.hpp"
#include "blobs/blob_store.hpp"

namespace genai::maintenance {

// Copies the blobs that `copied` does not have yet, durably, and adds them to it by id with their sizes. One that goes
// meanwhile is passed over; kInternal for one whose bytes are not what it is named by.
Result<void> copy_blobs(blobs::BlobStore& from, blobs::BlobStore& to, std::map<std::string, std::uint64_t>& copied);

}  // namespace genai::maintenance
