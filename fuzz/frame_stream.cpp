// SPDX-License-Identifier: Apache-2.0

// The child's bytes as they come over the pipe, cut into frames however they arrive.
#include "extraction/frame.hpp"
#include "extraction/hello.hpp"
#include "fuzz/target.hpp"

using namespace genai;
using namespace genai::extraction;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = to_input(data, size);
    constexpr std::size_t kStep = 7;
    FrameParser parser;
    Frame frame;
    for (std::size_t at = 0; at < input.size(); at += kStep) {
        parser.add(input.substr(at, kStep));
        while (true) {
            const auto has_frame = parser.next(frame);
            if (!has_frame) return 0;
            if (!*has_frame) break;
            demand(frame.payload.size() <= input.size());
            (void)decode_hello("child", frame);
        }
    }
    return 0;
}
