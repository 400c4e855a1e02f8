// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace genai::extraction {

// The protocol from the child (genai-extract) to the parent, over a pipe: frames of a type (1 byte), the payload's
// length (4 bytes, little endian) and the payload. The order is kHello, before anything of the file is looked at; then
// kOpened, for each page from the first asked for to the last kPage or kPageFailed, and the end of the stream; or
// kRefused alone. A child that was asked to draw a page (frame_drawing.hpp) sends one kImage or kPageFailed behind
// kOpened, and neither when the file has no such page.
enum class FrameType : std::uint8_t {
    kHello = 'H',       // u32 protocol version, u32 Cage::landlock_abi
    kOpened = 'O',      // u32 pages in the file
    kPage = 'P',        // frame_page.hpp
    kPageFailed = 'F',  // u32 number, u8 PageFailure, text: why
    kImage = 'I',       // frame_drawing.hpp
    kRefused = 'R',     // u8 Refusal, u32 pages in the file when known, text: why
};

enum class PageFailure : std::uint8_t { kDamaged, kOverLimit, kOutOfMemory };
enum class Refusal : std::uint8_t { kEncrypted, kDamaged, kOverLimit, kOutOfMemory };

// Raised when a frame's meaning changes: parent and child must be of one version.
inline constexpr std::uint32_t kProtocolVersion = 4;

// Raised when the same file would give other pages: it is part of every document's fingerprint.
inline constexpr std::uint32_t kLayoutVersion = 2;

// The same for the other formats.
inline constexpr std::uint32_t kFormatsVersion = 1;

// A page's text (a budget of decisions.md), and what its boxes and blocks can add at their longest.
inline constexpr std::size_t kPageTextBytesMax = std::size_t{4} << 20;
inline constexpr std::size_t kFrameBytesMax = std::size_t{96} << 20;
inline constexpr std::size_t kFrameHeaderBytes = 5;
inline constexpr std::size_t kReasonBytesMax = 1000;

// The child's exit code when the system does not let it give up what it must give up before it may read.
inline constexpr int kExitUnconfined = 3;

struct Frame {
    FrameType type = FrameType::kHello;
    std::string payload;
};

// Appends numbers and texts to a payload.
class PayloadWriter {
public:
    void u8(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
    void u16(std::uint16_t value);
    void u32(std::uint32_t value);
    void f32(float value);
    void varint(std::uint64_t value);
    void zigzag(std::int64_t value);
    void raw(std::string_view bytes) { bytes_.append(bytes); }
    void text(std::string_view text);  // its length, then its bytes

    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

// Reads a payload that may lie. Reading past its end or a malformed number gives zeros and clears is_good().
class PayloadReader {
public:
    explicit PayloadReader(std::string_view bytes) : rest_(bytes) {}

    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    float f32();
    std::uint64_t varint();
    std::int64_t zigzag();
    std::string_view text(std::size_t bytes_max);

    std::size_t left() const { return rest_.size(); }
    bool is_good() const { return is_good_; }
    bool is_complete() const { return is_good_ && rest_.empty(); }

private:
    std::string_view raw(std::size_t bytes);

    std::string_view rest_;
    bool is_good_ = true;
};

// The frame as it goes over the pipe.
std::string encode_frame(FrameType type, std::string_view payload);

// Cuts a stream of bytes into frames. Holds at most one frame; kInvalidInput for an unknown type or a length that no
// frame has, after which the stream is of no use any more.
class FrameParser {
public:
    void add(std::string_view bytes) { buffer_.append(bytes); }
    // True with a frame in `frame`, false when more bytes are needed.
    Result<bool> next(Frame& frame);
    bool is_empty() const { return position_ == buffer_.size(); }

private:
    std::string buffer_;
    std::size_t position_ = 0;  // of the first byte not yet given out
};

}  // namespace genai::extraction
