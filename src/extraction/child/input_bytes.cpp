// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/input_bytes.hpp"

#include <unistd.h>

#include <cerrno>

namespace genai::extraction::child {

Result<std::string> read_bytes(int descriptor, std::uint64_t position, std::uint64_t size) {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto read =
            ::pread(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(position + done));
        if (read < 0 && errno == EINTR) continue;
        if (read <= 0) return fail(ErrorKind::kInvalidInput, "the file ends before its end");
        done += static_cast<std::size_t>(read);
    }
    return bytes;
}

}  // namespace genai::extraction::child
