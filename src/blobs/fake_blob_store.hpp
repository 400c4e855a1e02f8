// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <sys/mman.h>

#include <map>
#include <mutex>
#include <utility>

#include "base/hash.hpp"
#include "blobs/blob_store.hpp"
#include "platform/files.hpp"

namespace genai::blobs {

// Blobs in memory, for tests of what uses them. Keeps the port's contract; nothing is durable. path() is good while the
// blob is here.
class FakeBlobStore final : public BlobStore {
public:
    Result<std::unique_ptr<BlobWriter>> begin() override { return std::make_unique<Writer>(*this); }

    Result<std::optional<Blob>> find(const std::string& id) override {
        if (auto sound = check_blob_id(id); !sound) return propagate(sound);
        const std::lock_guard lock(mutex_);
        const auto found = blobs_.find(id);
        return found == blobs_.end() ? std::nullopt : std::optional(Blob{id, found->second.bytes});
    }

    Result<OpenBlob> open(const std::string& id) override {
        auto file = path(id);
        if (!file) return propagate(file);
        auto blob = find(id);
        if (!blob) return propagate(blob);
        if (!*blob) return fail(ErrorKind::kNotFound, "there is no blob " + id);
        return OpenBlob{platform::Descriptor(::open(file->c_str(), O_RDONLY | O_CLOEXEC)), (*blob)->bytes};
    }

    Result<std::filesystem::path> path(const std::string& id) override {
        if (auto sound = check_blob_id(id); !sound) return propagate(sound);
        const std::lock_guard lock(mutex_);
        const auto found = blobs_.find(id);
        if (found == blobs_.end()) return std::filesystem::path("/proc/self/fd/missing");
        return std::filesystem::path("/proc/self/fd") / std::to_string(found->second.file.number());
    }

    Result<std::vector<Blob>> list() override {
        const std::lock_guard lock(mutex_);
        std::vector<Blob> blobs;
        for (const auto& [id, kept] : blobs_) blobs.push_back({id, kept.bytes});
        return blobs;
    }

    Result<bool> remove_older(const std::string& id, Time before) override {
        if (auto sound = check_blob_id(id); !sound) return propagate(sound);
        const std::lock_guard lock(mutex_);
        const auto found = blobs_.find(id);
        if (found == blobs_.end() || found->second.written >= before) return false;
        blobs_.erase(found);
        return true;
    }

    Result<std::size_t> remove_abandoned(Time) override { return 0; }

private:
    struct Kept {
        platform::Descriptor file;
        std::uint64_t bytes = 0;
        Time written;
    };

    class Writer final : public BlobWriter {
    public:
        explicit Writer(FakeBlobStore& store) : store_(store) {}
        Result<void> append(std::string_view bytes) override {
            hash_.update(bytes);
            bytes_ += bytes.size();
            return platform::write_all(file_.number(), bytes, "a blob in memory");
        }
        Result<Blob> finish() override {
            Blob blob{hash_.hex(), bytes_};
            const std::lock_guard lock(store_.mutex_);
            store_.blobs_[blob.id] = {std::move(file_), bytes_, std::chrono::system_clock::now()};
            return blob;
        }

    private:
        FakeBlobStore& store_;
        platform::Descriptor file_{::memfd_create("blob", MFD_CLOEXEC)};
        Sha256 hash_;
        std::uint64_t bytes_ = 0;
    };

    std::mutex mutex_;
    std::map<std::string, Kept> blobs_;
};

}  // namespace genai::blobs
