// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "blobs/blob_store.hpp"

namespace genai::blobs {

// Blobs as files of one folder, each named by its id; the folder and its files are their owner's alone. A blob is
// written beside its place and renamed into it, so that it is there whole or not at all, after a power cut too. The
// same bytes written again replace the file, which mends one that the disk has damaged, and keep its time of
// modification, by which a stopped ingest knows that it can go on; when they came is the time of the file's last change
// of status.
class DirectoryBlobStore final : public BlobStore {
public:
    // Makes the folder where it is missing.
    static Result<std::unique_ptr<DirectoryBlobStore>> open(const std::filesystem::path& folder);

    Result<std::unique_ptr<BlobWriter>> begin() override;
    Result<std::optional<Blob>> find(const std::string& id) override;
    Result<OpenBlob> open(const std::string& id) override;
    Result<std::filesystem::path> path(const std::string& id) override;
    Result<std::vector<Blob>> list() override;
    Result<bool> remove_older(const std::string& id, Time before) override;
    Result<std::size_t> remove_abandoned(Time before) override;

private:
    explicit DirectoryBlobStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
    Result<std::vector<std::string>> entries() const;

    const std::filesystem::path folder_;
};

}  // namespace genai::blobs
