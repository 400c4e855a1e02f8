// SPDX-License-Identifier: Apache-2.0
#include "platform/file_users.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace genai::platform {

namespace {

// The bytes that SQLite's readers lock, from its file format:
// https://www.sqlite.org/fileformat2.html#the_lock_byte_page
constexpr off_t kSharedLockStart = 0x40000002;
constexpr off_t kSharedLockBytes = 510;

}  // namespace

std::optional<pid_t> find_database_user(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = kSharedLockStart;
    lock.l_len = kSharedLockBytes;
    const bool is_asked = ::fcntl(descriptor, F_GETLK, &lock) == 0;
    ::close(descriptor);
    if (!is_asked || lock.l_type == F_UNLCK) return std::nullopt;
    return lock.l_pid;
}

}  // namespace genai::platform
