// SPDX-License-Identifier: Apache-2.0
#include "originals/originals.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/hash.hpp"

namespace genai::originals {

using platform::Descriptor;

namespace {

constexpr std::size_t kPieceBytes = 256 << 10;
// A file system's times are no finer than some milliseconds: what is written right after a look may leave them as they
// were. Seconds for those over a network.
constexpr std::chrono::nanoseconds kSettled = std::chrono::seconds(2);
constexpr const char* kUploadRoot = "upload";  // model/document.hpp

// The file below the folder, or -1 with errno. No link is followed on the way and nothing leads out of the folder;
// O_NONBLOCK, so that a pipe of that name cannot hold the caller.
int open_beneath(int folder, const std::string& path) {
    constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
    open_how how{};
    how.flags = static_cast<std::uint64_t>(kFlags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
    const long opened = ::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how);
    if (opened >= 0) return static_cast<int>(opened);
    // Kernels before 5.6, and the filters of older containers.
    if (errno != ENOSYS && errno != EPERM) return -1;
    int at = ::fcntl(folder, F_DUPFD_CLOEXEC, 0);
    for (std::size_t begin = 0; at >= 0 && begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto part = path.substr(begin, end - begin);
        const bool is_last = end == path.size();
        errno = ENOENT;
        const bool is_sound = !part.empty() && part != "." && part != "..";
        const int next =
            is_sound ? ::openat(at, part.c_str(), is_last ? kFlags : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                     : -1;
        const int code = errno;
        ::close(at);
        errno = code;
        at = next;
        begin = end + 1;
    }
    return at;
}

tl::unexpected<Error> gone(const DocumentName& name, const std::string& why) {
    return fail(ErrorKind::kConflict, name.path + " is not in " + name.root + " any more as it was ingested (" + why +
                                          "); put it back, or ingest it from where it is now");
}

bool is_settled(const FileState& state) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return state.changed_ns + kSettled.count() < std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

}  // namespace

Result<Original> Originals::open(const Document& document, const Limits& limits) {
    auto blob = blobs_.find(document.id);
    if (!blob) return propagate(blob);
    if (*blob) {
        auto opened = blobs_.open(document.id);
        if (!opened) return propagate(opened);
        struct stat status {};
        if (::fstat(opened->file.number(), &status) != 0)
            return fail(ErrorKind::kUnavailable, "cannot look at the upload " + document.id);
        return Original(std::move(opened->file), to_file_state(status));
    }
    std::optional<Error> first;
    for (const DocumentName& name : document.names) {
        auto opened = open_named(document, name, limits);
        const bool is_final = opened || opened.error().kind != ErrorKind::kConflict;
        if (is_final) return opened;
        if (!first) first = opened.error();
    }
    if (first) return tl::unexpected(*first);
    return fail(ErrorKind::kConflict, "no file is known with the bytes of document " + document.id);
}

Result<Original> Originals::open_named(const Document& document, const DocumentName& name, const Limits& limits) {
    if (name.root == kUploadRoot)
        return fail(ErrorKind::kConflict, "the upload " + name.path + " is not kept any more; upload it again");
    const Descriptor folder(::open(name.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open()) return gone(name, "the folder: " + std::generic_category().message(errno));
    Descriptor file(open_beneath(folder.number(), name.path));
    if (!file.is_open()) return gone(name, std::generic_category().message(errno));
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) return gone(name, std::generic_category().message(errno));
    if (!S_ISREG(status.st_mode)) return gone(name, "not a regular file");
    const FileState state = to_file_state(status);
    if (state.bytes != document.bytes) return gone(name, "the file has changed");
    Original original(std::move(file), state);
    const auto sha256 = hash(original, state, limits);
    if (!sha256) return propagate(sha256);
    if (*sha256 != document.id) return gone(name, "the file has changed");
    return original;
}

Result<std::string> Originals::hash(const Original& file, const FileState& state, const Limits& limits) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = hashes_.find(state); known != hashes_.end()) return known->second;
    }
    Sha256 sum;
    std::string piece(std::min<std::uint64_t>(kPieceBytes, state.bytes), '\0');
    for (std::uint64_t position = 0; position < state.bytes; position += piece.size()) {
        if (auto going = limits.check("reading the document's file"); !going) return propagate(going);
        piece.resize(std::min<std::uint64_t>(kPieceBytes, state.bytes - position));
        if (auto read = file.read(position, piece); !read) return propagate(read);
        sum.update(piece);
    }
    auto sha256 = sum.hex();
    if (!is_settled(state)) return sha256;
    const std::lock_guard lock(mutex_);
    if (hashes_.size() >= kHashesMax) hashes_.erase(hashes_.begin());
    hashes_[state] = sha256;
    return sha256;
}

}  // namespace genai::originals
