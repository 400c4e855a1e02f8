// SPDX-License-Identifier: Apache-2.0
#include "ingestion/ingest_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <utility>

namespace genai::ingestion {

namespace {

constexpr std::chrono::milliseconds kRetryEvery{200};

// The process id that the holder wrote into the lock file; for the message only.
std::string read_holder(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t size = pread(descriptor, text.data(), text.size() - 1, 0);
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "unknown";
}

void write_holder(int descriptor) {
    const std::string pid = std::to_string(getpid());
    if (ftruncate(descriptor, 0) == 0) {
        [[maybe_unused]] const ssize_t written = pwrite(descriptor, pid.data(), pid.size(), 0);
    }
}

}  // namespace

Result<IngestLock> IngestLock::acquire(const std::filesystem::path& data_dir, WhenBusy when_busy,
                                       const Limits& limits) {
    const std::filesystem::path file = data_dir / "ingest.lock";
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(ErrorKind::kUnavailable,
                    "cannot open " + file.string() + ": " + std::strerror(errno) + "; is DATA_DIR writable?");
    }
    IngestLock lock(descriptor);
    while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return fail(ErrorKind::kUnavailable, "cannot lock " + file.string() + ": " + std::strerror(errno));
        }
        if (when_busy == WhenBusy::kRefuse) {
            return fail(ErrorKind::kConflict, "writer busy: pid " + read_holder(descriptor) + " is ingesting into " +
                                                  data_dir.string() + "; wait for it with --wait");
        }
        if (auto going = limits.check("waiting for the other ingest"); !going) return propagate(going);
        std::this_thread::sleep_for(kRetryEvery);
    }
    write_holder(descriptor);
    return lock;
}

IngestLock::IngestLock(IngestLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

IngestLock::~IngestLock() {
    if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace genai::ingestion
