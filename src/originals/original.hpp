// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include <sys/stat.h>

#include "base/result.hpp"
#include "platform/descriptor.hpp"

namespace genai::originals {

// What tells a file that was written to from the one that it was, by the file system's word.
struct FileState {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::uint64_t bytes = 0;
    std::int64_t modified_ns = 0;
    std::int64_t changed_ns = 0;

    auto operator<=>(const FileState&) const = default;
};
FileState to_file_state(const struct stat& status);

// A document's file, open for reading. What it holds stays readable when the file is removed or replaced meanwhile, but
// not when it is written to in place: then is_unchanged() says no and read() fails. Reading is safe from several
// threads, for it moves no position.
class Original {
public:
    Original(platform::Descriptor file, const FileState& state) : file_(std::move(file)), state_(state) {}

    int descriptor() const { return file_.number(); }
    std::uint64_t bytes() const { return state_.bytes; }
    bool is_unchanged() const;

    // The bytes from `position` on, as many as the buffer holds; all of them are in the file. kConflict when it has
    // changed, kUnavailable for what the disk says. Blocks on the disk.
    Result<void> read(std::uint64_t position, std::span<char> buffer) const;

private:
    platform::Descriptor file_;
    FileState state_;
};

}  // namespace genai::originals
