// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/read_ahead.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace genai::extraction::child {

namespace {

constexpr std::size_t kAheadBytes = std::size_t{64} << 10;

}  // namespace

std::size_t ReadAhead::read(std::uint64_t position, char* buffer, std::size_t size) {
    if (position >= bytes_) return 0;
    size = std::min<std::uint64_t>(size, bytes_ - position);
    if (size >= kAheadBytes) return read_file(position, buffer, size);
    const bool is_held = position >= start_ && position + size <= start_ + ahead_.size();
    if (!is_held) {
        start_ = position;
        ahead_.resize(kAheadBytes);
        ahead_.resize(read_file(position, ahead_.data(), ahead_.size()));
    }
    const auto held = std::min<std::size_t>(size, ahead_.size() - (position - start_));
    std::memcpy(buffer, ahead_.data() + (position - start_), held);
    return held;
}

std::size_t ReadAhead::read_file(std::uint64_t position, char* buffer, std::size_t size) const {
    std::size_t done = 0;
    while (done < size) {
        const auto bytes = ::pread(descriptor_, buffer + done, size - done, static_cast<off_t>(position + done));
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes <= 0) break;
        done += static_cast<std::size_t>(bytes);
    }
    return done;
}

}  // namespace genai::extraction::child
