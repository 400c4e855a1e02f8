// SPDX-License-Identifier: Apache-2.0
#include "app/blob_folder.hpp"

#include "blobs/directory_blob_store.hpp"

namespace genai::app {

Result<std::unique_ptr<blobs::BlobStore>> open_blobs(const std::filesystem::path& data_dir) {
    auto opened = blobs::DirectoryBlobStore::open(data_dir / "blobs");
    if (!opened) return propagate(opened);
    return std::unique_ptr<blobs::BlobStore>(std::move(*opened));
}

}  // namespace genai::app
