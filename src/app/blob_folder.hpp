// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "blobs/blob_store.hpp"

namespace genai::app {

// The uploads of a data directory; the folder is made where it is missing. For what works on a store that is not open,
// and for backups.
Result<std::unique_ptr<blobs::BlobStore>> open_blobs(const std::filesystem::path& data_dir);

}  // namespace genai::app
