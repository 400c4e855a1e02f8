// SPDX-License-Identifier: Apache-2.0
#include "blobs/directory_blob_store.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.hpp"
#include "platform/crash_point.hpp"
#include "platform/files.hpp"

namespace genai::blobs {

namespace fs = std::filesystem;
using platform::Descriptor;
using platform::fail_with_errno;

namespace {

constexpr std::string_view kIncoming = ".incoming-";  // no id begins so

// Held while a blob takes its place or leaves it, so that one which has just come again is not taken for old. Waits for
// the other, for the time of a rename and a sync.
Result<Descriptor> lock_folder(const fs::path& folder) {
    Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!lock.is_open()) return fail_with_errno("open", folder, errno);
    while (::flock(lock.number(), LOCK_EX) != 0)
        if (errno != EINTR) return fail_with_errno("lock", folder, errno);
    return lock;
}

Time last_change(const struct stat& status) {
    const auto since = std::chrono::seconds(status.st_ctim.tv_sec) + std::chrono::nanoseconds(status.st_ctim.tv_nsec);
    return Time(std::chrono::duration_cast<Time::duration>(since));
}

Result<void> sync_file(const Descriptor& file, const fs::path& name) {
    if (::fsync(file.number()) != 0) return fail_with_errno("sync", name, errno);
    return {};
}

// A file of the store, never what a link points to; nothing when it is not there.
Result<std::optional<struct stat>> look(const fs::path& file) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) == 0) {
        if (S_ISREG(status.st_mode)) return std::optional(status);
        return fail(ErrorKind::kInternal, file.string() + " is no file: something else has been put among the blobs");
    }
    if (errno == ENOENT) return std::optional<struct stat>();
    return fail_with_errno("look at", file, errno);
}

class DirectoryBlobWriter final : public BlobWriter {
public:
    DirectoryBlobWriter(fs::path folder, fs::path incoming, Descriptor file)
        : folder_(std::move(folder)), incoming_(std::move(incoming)), file_(std::move(file)) {}
    ~DirectoryBlobWriter() override {
        if (!incoming_.empty()) ::unlink(incoming_.c_str());
    }

    Result<void> append(std::string_view bytes) override {
        hash_.update(bytes);
        bytes_ += bytes.size();
        return platform::write_all(file_.number(), bytes, incoming_);
    }

    Result<Blob> finish() override {
        Blob blob{hash_.hex(), bytes_};
        platform::reach("blob.sync.before");
        if (auto synced = sync_file(file_, incoming_); !synced) return propagate(synced);
        const fs::path place = folder_ / blob.id;
        auto lock = lock_folder(folder_);
        if (!lock) return propagate(lock);
        auto earlier = look(place);
        if (!earlier) return propagate(earlier);
        if (*earlier) {
            const std::array<timespec, 2> times{(*earlier)->st_atim, (*earlier)->st_mtim};
            if (::futimens(file_.number(), times.data()) != 0) return fail_with_errno("date", incoming_, errno);
        }
        platform::reach("blob.rename.before");
        if (::rename(incoming_.c_str(), place.c_str()) != 0) return fail_with_errno("replace", place, errno);
        incoming_.clear();
        platform::reach("blob.rename.after");
        if (auto synced = platform::sync_folder(folder_); !synced) return propagate(synced);
        platform::reach("blob.finish.after");
        return blob;
    }

private:
    const fs::path folder_;
    fs::path incoming_;  // empty once it has its place
    Descriptor file_;
    Sha256 hash_;
    std::uint64_t bytes_ = 0;
};

}  // namespace

Result<std::unique_ptr<DirectoryBlobStore>> DirectoryBlobStore::open(const fs::path& folder) {
    if (auto made = platform::make_folder(folder); !made) return propagate(made);
    return std::unique_ptr<DirectoryBlobStore>(new DirectoryBlobStore(folder));
}

Result<std::unique_ptr<BlobWriter>> DirectoryBlobStore::begin() {
    std::string incoming = (folder_ / (std::string(kIncoming) + "XXXXXX")).string();
    Descriptor file(::mkostemp(incoming.data(), O_CLOEXEC));  // 0600
    if (!file.is_open()) return fail_with_errno("create a file in", folder_, errno);
    return std::make_unique<DirectoryBlobWriter>(folder_, incoming, std::move(file));
}

Result<std::optional<Blob>> DirectoryBlobStore::find(const std::string& id) {
    if (auto sound = check_blob_id(id); !sound) return propagate(sound);
    auto status = look(folder_ / id);
    if (!status) return propagate(status);
    if (!*status) return std::optional<Blob>();
    return std::optional(Blob{id, static_cast<std::uint64_t>((*status)->st_size)});
}

Result<OpenBlob> DirectoryBlobStore::open(const std::string& id) {
    if (auto sound = check_blob_id(id); !sound) return propagate(sound);
    const fs::path file = folder_ / id;
    OpenBlob blob;
    blob.file = Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!blob.file.is_open()) return fail_with_errno("open", file, errno);
    struct stat status {};
    if (::fstat(blob.file.number(), &status) != 0) return fail_with_errno("look at", file, errno);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorKind::kInternal, file.string() + " is no file: something else has been put among the blobs");
    blob.bytes = static_cast<std::uint64_t>(status.st_size);
    return blob;
}

Result<fs::path> DirectoryBlobStore::path(const std::string& id) {
    if (auto sound = check_blob_id(id); !sound) return propagate(sound);
    return folder_ / id;
}

Result<std::vector<std::string>> DirectoryBlobStore::entries() const {
    std::vector<std::string> names;
    std::error_code code;
    for (fs::directory_iterator entry(folder_, code), end; !code && entry != end; entry.increment(code))
        names.push_back(entry->path().filename().string());
    if (code) return fail_with_errno("list", folder_, code.value());
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::vector<Blob>> DirectoryBlobStore::list() {
    auto names = entries();
    if (!names) return propagate(names);
    std::vector<Blob> blobs;
    for (const std::string& name : *names) {
        if (!is_blob_id(name)) continue;
        auto blob = find(name);
        if (!blob) return propagate(blob);
        if (*blob) blobs.push_back(std::move(**blob));
    }
    return blobs;
}

Result<bool> DirectoryBlobStore::remove_older(const std::string& id, Time before) {
    if (auto sound = check_blob_id(id); !sound) return propagate(sound);
    const fs::path file = folder_ / id;
    auto lock = lock_folder(folder_);
    if (!lock) return propagate(lock);
    auto status = look(file);
    if (!status) return propagate(status);
    if (!*status || last_change(**status) >= before) return false;
    platform::reach("blob.remove.before");
    if (::unlink(file.c_str()) != 0) return fail_with_errno("remove", file, errno);
    platform::reach("blob.remove.after");
    if (auto synced = platform::sync_folder(folder_); !synced) return propagate(synced);
    return true;
}

Result<std::size_t> DirectoryBlobStore::remove_abandoned(Time before) {
    auto names = entries();
    if (!names) return propagate(names);
    std::size_t removed = 0;
    for (const std::string& name : *names) {
        if (!name.starts_with(kIncoming)) continue;
        const fs::path file = folder_ / name;
        auto status = look(file);
        if (!status) return propagate(status);
        if (!*status || last_change(**status) >= before) continue;
        // It may have gone by itself meanwhile.
        if (::unlink(file.c_str()) == 0)
            ++removed;
        else if (errno != ENOENT)
            return fail_with_errno("remove", file, errno);
    }
    return removed;
}

}  // namespace genai::blobs
