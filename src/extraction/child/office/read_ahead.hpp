// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace genai::extraction::child {

// An open file for who reads it in small pieces: pieces come from 64 KiB that are read at once. Does not own the
// descriptor and does not move its position.
class ReadAhead {
public:
    ReadAhead(int descriptor, std::uint64_t bytes) : descriptor_(descriptor), bytes_(bytes) {}

    std::uint64_t bytes() const { return bytes_; }
    // How many bytes there were.
    std::size_t read(std::uint64_t position, char* buffer, std::size_t size);

private:
    std::size_t read_file(std::uint64_t position, char* buffer, std::size_t size) const;

    int descriptor_;
    std::uint64_t bytes_;
    std::vector<char> ahead_;
    std::uint64_t start_ = 0;  // of what is in ahead_
};

}  // namespace genai::extraction::child
