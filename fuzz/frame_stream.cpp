// SPDX-License-Identifier: Apache-2.0

// The child's bytes as they come over the pipe, cut into frames however they arrive.
#include "extraction/frame.hpp"
#include "extraction/hello.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    constexpr std::size_t kStep = 7;
    extraction::FrameParser parser;
    extraction::Frame frame;
    for (std::size_t at = 0; at < input.size(); at += kStep) {
        parser.add(input.substr(at, kStep));
        while (true) {
            const auto has_frame = parser.next(frame);
            if (!has_frame) return;
            if (!*has_frame) break;
            demand(frame.payload.size() <= input.size());
            (void)extraction::decode_hello("child", frame);
        }
    }
}

}  // namespace genai::fuzz
