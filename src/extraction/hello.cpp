// SPDX-License-Identifier: Apache-2.0
#include "extraction/hello.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace genai::extraction {

Result<Cage> decode_hello(const std::filesystem::path& child, const Frame& frame) {
    PayloadReader reader(frame.payload);
    const auto version = reader.u32();
    if (frame.type == FrameType::kHello && version != kProtocolVersion)
        return fail(ErrorKind::kUnavailable,
                    child.string() + " belongs to another version of genai; install both anew");
    const Cage cage{reader.u32()};
    if (frame.type != FrameType::kHello || !reader.is_complete())
        return fail(ErrorKind::kInvalidInput, "the reader did not say what its cage holds");
    return cage;
}

Error unconfined(const std::filesystem::path& child, const std::string& errors) {
    return {ErrorKind::kUnavailable, "this system does not let " + child.string() + " give up its rights (" +
                                         last_words(errors) +
                                         "), so no file can be read safely; in a container, allow seccomp filters"};
}

std::string last_words(const std::string& errors) {
    const auto end = errors.find_last_not_of(" \r\n\t");
    if (end == std::string::npos) return {};
    const auto start = errors.find_last_of('\n', end);
    auto line = to_valid_utf8(errors.substr(start == std::string::npos ? 0 : start + 1, end - start));
    std::replace_if(
        line.begin(), line.end(), [](unsigned char c) { return c < ' '; }, ' ');
    return line;
}

}  // namespace genai::extraction
