// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "extraction/frame.hpp"

// Shell commands that stand in for what genai-extract sends: for tests of parents that must not believe it.
namespace genai::extraction::fake_child {

// Prints the bytes.
inline std::string print(std::string_view bytes) {
    std::string command = "printf '";
    for (const unsigned char byte : bytes) {
        char octal[8];
        std::snprintf(octal, sizeof octal, "\\%03o", byte);
        command += octal;
    }
    return command + "'\n";
}

inline std::string hello(std::uint32_t version = kProtocolVersion) {
    PayloadWriter writer;
    writer.u32(version);
    writer.u32(7);  // Landlock's version
    return print(encode_frame(FrameType::kHello, writer.take()));
}

// With the hello before it.
inline std::string opened(std::uint32_t pages) {
    PayloadWriter writer;
    writer.u32(pages);
    return hello() + print(encode_frame(FrameType::kOpened, writer.take()));
}

inline std::string refused(Refusal refusal, std::string_view reason) {
    PayloadWriter writer;
    writer.u8(static_cast<std::uint8_t>(refusal));
    writer.u32(0);
    writer.text(reason);
    return hello() + print(encode_frame(FrameType::kRefused, writer.take()));
}

}  // namespace genai::extraction::fake_child
