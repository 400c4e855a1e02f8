// SPDX-License-Identifier: Apache-2.0
#include "platform/files.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/hash.hpp"
#include "platform/crash_point.hpp"
#include "platform/descriptor.hpp"

namespace genai::platform {
namespace {

constexpr std::size_t kPieceBytes = 256 << 10;
// What people's documents say is nobody else's business, whatever the umask.
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

// Opens a regular file for reading. O_NONBLOCK so that a pipe of that name cannot hold the caller.
Result<int> open_regular(const std::filesystem::path& file, struct stat& status) {
    int number = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (number < 0) return fail_with_errno("open", file, errno);
    if (::fstat(number, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(number);
        return fail(ErrorKind::kInvalidInput, fmt::format("cannot read {}: not a regular file", file.string()));
    }
    return number;
}

// Reads to the end of the file, calling `take(bytes)` for each piece until it returns false.
template <class Take>
Result<void> read_pieces(int number, const std::filesystem::path& file, std::string& buffer, Take take) {
    while (true) {
        ssize_t got = ::read(number, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail_with_errno("read", file, errno);
        if (got == 0 || !take(std::string_view(buffer.data(), static_cast<std::size_t>(got)))) return {};
    }
}

Result<void> write_and_sync(int number, std::string_view bytes, const std::filesystem::path& file) {
    if (auto written = write_all(number, bytes, file); !written) return written;
    reach("file.sync.before");
    if (::fsync(number) != 0) return fail_with_errno("sync", file, errno);
    return {};
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

tl::unexpected<Error> fail_with_errno(std::string_view attempt, const std::filesystem::path& file, int code) {
    ErrorKind kind = ErrorKind::kUnavailable;
    if (code == ENOENT || code == ENOTDIR) kind = ErrorKind::kNotFound;
    if (code == EACCES || code == EPERM || code == EROFS) kind = ErrorKind::kForbidden;
    if (code == ENOSPC || code == EDQUOT || code == EMFILE || code == ENFILE) kind = ErrorKind::kExhausted;
    return fail(kind, fmt::format("cannot {} {}: {}", attempt, file.string(), std::generic_category().message(code)));
}

Result<void> write_all(int number, std::string_view bytes, const std::filesystem::path& file) {
    while (!bytes.empty()) {
        ssize_t written = ::write(number, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail_with_errno("write", file, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.number() < 0 || ::fsync(descriptor.number()) != 0) return fail_with_errno("sync", folder, errno);
    return {};
}

Result<std::string> read_file(const std::filesystem::path& file, std::uint64_t bytes_max) {
    struct stat status {};
    auto opened = open_regular(file, status);
    if (!opened) return propagate(opened);
    Descriptor descriptor(*opened);
    std::string bytes;
    std::string buffer(std::min<std::uint64_t>(kPieceBytes, static_cast<std::uint64_t>(status.st_size) + 1), '\0');
    bool is_too_large = static_cast<std::uint64_t>(status.st_size) > bytes_max;
    if (!is_too_large) {
        bytes.reserve(static_cast<std::size_t>(status.st_size));
        // The size is checked again on the way: the file may be growing.
        auto read = read_pieces(descriptor.number(), file, buffer, [&](std::string_view piece) {
            is_too_large = piece.size() > bytes_max - bytes.size();
            if (!is_too_large) bytes += piece;
            return !is_too_large;
        });
        if (!read) return propagate(read);
    }
    if (is_too_large) {
        return fail(ErrorKind::kTooLarge,
                    fmt::format("cannot read {}: larger than {} bytes", file.string(), bytes_max));
    }
    return bytes;
}

Result<void> replace_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    {
        Descriptor descriptor(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
        if (descriptor.number() < 0 || ::fsync(descriptor.number()) != 0) return fail_with_errno("sync", from, errno);
    }
    if (::rename(from.c_str(), to.c_str()) != 0) return fail_with_errno("replace", to, errno);
    return sync_folder(folder_of(to));
}

Result<void> make_folder(const std::filesystem::path& folder) {
    if (::mkdir(folder.c_str(), kFolderMode) == 0) return {};
    if (errno == ENOENT && folder.has_relative_path() && !folder.parent_path().empty()) {
        if (auto made = make_folder(folder.parent_path()); !made) return made;
        if (::mkdir(folder.c_str(), kFolderMode) == 0) return {};
    }
    const int code = errno;
    std::error_code ignored;
    if (code == EEXIST && std::filesystem::is_directory(folder, ignored)) return {};
    return fail_with_errno("make the folder", folder, code == EEXIST ? ENOTDIR : code);
}

Result<void> make_private_file(const std::filesystem::path& file) {
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode));
    if (descriptor.number() < 0 && errno != EEXIST) return fail_with_errno("make", file, errno);
    return {};
}

Result<void> write_file_atomically(const std::filesystem::path& file, std::string_view bytes) {
    auto folder = folder_of(file);
    if (auto made = make_folder(folder); !made) return made;
    std::string temporary = (folder / (".tmp-" + file.filename().string() + "-XXXXXX")).string();
    Result<void> written;
    {
        Descriptor descriptor(::mkostemp(temporary.data(), O_CLOEXEC));
        if (descriptor.number() < 0) return fail_with_errno("create a file beside", file, errno);
        reach("file.write.before");
        written = write_and_sync(descriptor.number(), bytes, file);
    }
    reach("file.rename.before");
    if (written && ::rename(temporary.c_str(), file.c_str()) != 0) {
        written = fail_with_errno("replace", file, errno);
    }
    if (!written) {
        ::unlink(temporary.c_str());
        return written;
    }
    reach("file.rename.after");
    return sync_folder(folder);
}

Result<FileHash> hash_file(const std::filesystem::path& file) {
    struct stat status {};
    auto opened = open_regular(file, status);
    if (!opened) return propagate(opened);
    Descriptor descriptor(*opened);
    Sha256 hash;
    FileHash result;
    std::string buffer(kPieceBytes, '\0');
    auto read = read_pieces(descriptor.number(), file, buffer, [&](std::string_view piece) {
        hash.update(piece);
        result.bytes += piece.size();
        return true;
    });
    if (!read) return propagate(read);
    result.sha256 = hash.hex();
    return result;
}

Result<DiskSpace> disk_space(const std::filesystem::path& path) {
    struct statvfs status {};
    if (::statvfs(path.c_str(), &status) != 0) return fail_with_errno("measure the free space of", path, errno);
    const std::uint64_t block = status.f_frsize;
    return DiskSpace{status.f_bavail * block, status.f_blocks * block};
}

Result<std::uint64_t> free_disk_bytes(const std::filesystem::path& path) {
    auto space = disk_space(path);
    if (!space) return propagate(space);
    return space->free_bytes;
}

}  // namespace genai::platform
