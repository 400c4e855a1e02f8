// SPDX-License-Identifier: Apache-2.0
#include "maintenance/blob_copies.hpp"

#include <unistd.h>

#include <cerrno>

#include "platform/files.hpp"

namespace genai::maintenance {

namespace {

constexpr std::size_t kPieceBytes = 256 << 10;

// Nothing when it has gone meanwhile.
Result<std::optional<blobs::Blob>> copy_blob(blobs::BlobStore& from, blobs::BlobStore& to, const std::string& id) {
    auto source = from.open(id);
    if (!source && source.error().kind == ErrorKind::kNotFound) return std::optional<blobs::Blob>();
    if (!source) return propagate(source);
    auto writer = to.begin();
    if (!writer) return propagate(writer);
    std::string piece(kPieceBytes, '\0');
    for (;;) {
        const ssize_t got = ::read(source->file.number(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return platform::fail_with_errno("read the blob", id, errno);
        if (got == 0) break;
        if (auto kept = (*writer)->append({piece.data(), static_cast<std::size_t>(got)}); !kept) return propagate(kept);
    }
    auto copy = (*writer)->finish();
    if (!copy) return propagate(copy);
    if (copy->id != id)
        return fail(ErrorKind::kInternal, "the upload " + id +
                                              " is damaged: what is in it is not what it is named by; genai reconcile "
                                              "--repair removes it, uploading it again brings it back");
    return std::optional(*copy);
}

}  // namespace

Result<void> copy_blobs(blobs::BlobStore& from, blobs::BlobStore& to, std::map<std::string, std::uint64_t>& copied) {
    auto all = from.list();
    if (!all) return propagate(all);
    for (const blobs::Blob& blob : *all) {
        if (copied.contains(blob.id)) continue;
        auto copy = copy_blob(from, to, blob.id);
        if (!copy) return propagate(copy);
        if (*copy) copied[blob.id] = (*copy)->bytes;
    }
    return {};
}

}  // namespace genai::maintenance
