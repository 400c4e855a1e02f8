// SPDX-License-Identifier: Apache-2.0
#include "originals/original.hpp"

#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace genai::originals {

namespace {

std::int64_t to_ns(const timespec& time) {
    constexpr std::int64_t kPerSecond = 1'000'000'000;
    return time.tv_sec * kPerSecond + time.tv_nsec;
}

}  // namespace

FileState to_file_state(const struct stat& status) {
    return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size), to_ns(status.st_mtim),
            to_ns(status.st_ctim)};
}

// A file that was removed has another time of change, and the same bytes.
bool Original::is_unchanged() const {
    struct stat status {};
    if (::fstat(file_.number(), &status) != 0) return false;
    FileState now = to_file_state(status);
    now.changed_ns = state_.changed_ns;
    return now == state_;
}

Result<void> Original::read(std::uint64_t position, std::span<char> buffer) const {
    std::size_t done = 0;
    while (done < buffer.size()) {
        const auto got =
            ::pread(file_.number(), buffer.data() + done, buffer.size() - done, static_cast<off_t>(position + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            return fail(ErrorKind::kUnavailable,
                        "cannot read the document's file: " + std::generic_category().message(errno));
        }
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    if (done < buffer.size() || !is_unchanged())
        return fail(ErrorKind::kConflict, "the document's file was changed while it was read");
    return {};
}

}  // namespace genai::originals
