// SPDX-License-Identifier: Apache-2.0
#include "extraction/cage_probe.hpp"

#include <array>
#include <chrono>

#include "extraction/frame.hpp"
#include "extraction/hello.hpp"
#include "platform/child_process.hpp"

namespace genai::extraction {

namespace {

using platform::ChildProcess;

constexpr std::chrono::seconds kPatience{10};
constexpr std::size_t kAnswerBytesMax = 256;

}  // namespace

Result<Cage> probe_cage(const std::filesystem::path& child) {
    auto started = ChildProcess::start({.program = child, .arguments = {}});
    if (!started) return propagate(started);
    std::array<char, kAnswerBytesMax> buffer{};
    FrameParser parser;
    while (true) {
        const auto read = started->read(buffer, kPatience);
        if (!read) return propagate(read);
        if (read->state == ChildProcess::ReadState::kTimeout)
            return fail(ErrorKind::kTimeout, child.string() + " did not answer when it was asked what its cage holds");
        if (read->state == ChildProcess::ReadState::kEnd) {
            started->wait();
            return tl::unexpected(unconfined(child, started->errors()));
        }
        parser.add({buffer.data(), read->bytes});
        Frame frame;
        const auto has_frame = parser.next(frame);
        if (!has_frame) return propagate(has_frame);
        if (*has_frame) return decode_hello(child, frame);
    }
}

}  // namespace genai::extraction
