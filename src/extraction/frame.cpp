// SPDX-License-Identifier: Apache-2.0
#include "extraction/frame.hpp"

#include <bit>

namespace genai::extraction {

namespace {

constexpr unsigned kByteBits = 8;
constexpr unsigned kVarintBits = 7;
constexpr std::uint8_t kVarintMore = 0x80;
constexpr unsigned kWordBits = 64;

std::uint32_t little_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << kByteBits | static_cast<std::uint8_t>(bytes[i]);
    return value;
}

bool is_frame_type(char type) {
    switch (static_cast<FrameType>(type)) {
        case FrameType::kHello:
        case FrameType::kOpened:
        case FrameType::kPage:
        case FrameType::kPageFailed:
        case FrameType::kImage:
        case FrameType::kRefused: return true;
    }
    return false;
}

}  // namespace

void PayloadWriter::u16(std::uint16_t value) {
    u8(static_cast<std::uint8_t>(value));
    u8(static_cast<std::uint8_t>(value >> kByteBits));
}

void PayloadWriter::u32(std::uint32_t value) {
    u16(static_cast<std::uint16_t>(value));
    u16(static_cast<std::uint16_t>(value >> (2 * kByteBits)));
}

void PayloadWriter::f32(float value) { u32(std::bit_cast<std::uint32_t>(value)); }

void PayloadWriter::varint(std::uint64_t value) {
    while (value >= kVarintMore) {
        u8(static_cast<std::uint8_t>(value) | kVarintMore);
        value >>= kVarintBits;
    }
    u8(static_cast<std::uint8_t>(value));
}

void PayloadWriter::zigzag(std::int64_t value) {
    varint(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> (kWordBits - 1)));
}

void PayloadWriter::text(std::string_view text) {
    u32(static_cast<std::uint32_t>(text.size()));
    raw(text);
}

std::string_view PayloadReader::raw(std::size_t bytes) {
    if (bytes > rest_.size()) {
        is_good_ = false;
        rest_ = {};
        return {};
    }
    auto result = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return result;
}

std::uint8_t PayloadReader::u8() { return static_cast<std::uint8_t>(little_endian(raw(sizeof(std::uint8_t)))); }

std::uint16_t PayloadReader::u16() { return static_cast<std::uint16_t>(little_endian(raw(sizeof(std::uint16_t)))); }

std::uint32_t PayloadReader::u32() { return little_endian(raw(sizeof(std::uint32_t))); }

float PayloadReader::f32() { return std::bit_cast<float>(u32()); }

std::uint64_t PayloadReader::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < kWordBits; shift += kVarintBits) {
        const auto byte = u8();
        value |= static_cast<std::uint64_t>(byte & ~kVarintMore) << shift;
        if (byte < kVarintMore) return value;
    }
    is_good_ = false;
    return 0;
}

std::int64_t PayloadReader::zigzag() {
    const auto value = varint();
    return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
}

std::string_view PayloadReader::text(std::size_t bytes_max) {
    const auto bytes = u32();
    if (bytes > bytes_max) {
        is_good_ = false;
        return {};
    }
    return raw(bytes);
}

std::string encode_frame(FrameType type, std::string_view payload) {
    PayloadWriter writer;
    writer.u8(static_cast<std::uint8_t>(type));
    writer.text(payload);
    return writer.take();
}

Result<bool> FrameParser::next(Frame& frame) {
    const auto waiting = std::string_view(buffer_).substr(position_);
    if (waiting.size() < kFrameHeaderBytes) return false;
    const auto length = little_endian(waiting.substr(1, sizeof(std::uint32_t)));
    if (!is_frame_type(waiting[0]) || length > kFrameBytesMax)
        return fail(ErrorKind::kInvalidInput, "the reader sent something that is no frame");
    if (waiting.size() - kFrameHeaderBytes < length) return false;

    frame.type = static_cast<FrameType>(waiting[0]);
    frame.payload.assign(waiting.substr(kFrameHeaderBytes, length));
    position_ += kFrameHeaderBytes + length;
    if (position_ == buffer_.size()) {
        buffer_.clear();
        position_ = 0;
    } else if (position_ > buffer_.size() / 2) {
        buffer_.erase(0, position_);
        position_ = 0;
    }
    return true;
}

}  // namespace genai::extraction
