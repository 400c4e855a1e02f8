// SPDX-License-Identifier: Apache-2.0
#include "extraction/frame_png.hpp"

#include <algorithm>
#include <array>

#include <zlib.h>

namespace genai::extraction {

namespace {

// PNG, third edition (W3C 2025), chapters 5 and 11.
constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kNameBytes = 4;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kHeaderBytes = 13;
constexpr std::array<std::string_view, 4> kHowToShow{"gAMA", "cHRM", "sRGB", "pHYs"};

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    return value;
}

struct Chunk {
    std::string_view name;
    std::string_view data;
};

// Takes the next chunk off the bytes; one without a name when they hold none that is sound.
Chunk take_chunk(std::string_view& bytes) {
    constexpr std::size_t kAround = kLengthBytes + kNameBytes + kChecksumBytes;
    if (bytes.size() < kAround) return {};
    const std::size_t length = big_endian(bytes);
    if (length > bytes.size() - kAround) return {};
    const auto summed = bytes.substr(kLengthBytes, kNameBytes + length);
    const auto checksum = big_endian(bytes.substr(kLengthBytes + kNameBytes + length));
    bytes.remove_prefix(kAround + length);
    if (::crc32(0, reinterpret_cast<const Bytef*>(summed.data()), static_cast<uInt>(summed.size())) != checksum)
        return {};
    return {summed.substr(0, kNameBytes), summed.substr(kNameBytes)};
}

bool is_header(const Chunk& chunk, std::uint32_t width, std::uint32_t height) {
    constexpr char kGrey = 0;
    constexpr char kColours = 2;
    const auto data = chunk.data;
    if (chunk.name != "IHDR" || data.size() != kHeaderBytes) return false;
    if (big_endian(data) != width || big_endian(data.substr(kLengthBytes)) != height) return false;
    // Bits a channel, kind of colour, compression, filter, interlacing.
    return data[8] == 8 && (data[9] == kGrey || data[9] == kColours) &&
           data.substr(10) == std::string_view("\0\0\0", 3);
}

}  // namespace

tl::expected<void, std::string> check_png(std::string_view bytes, std::uint32_t width, std::uint32_t height) {
    const auto wrong = [](const char* what) { return tl::unexpected<std::string>(what); };
    if (!bytes.starts_with(kSignature)) return wrong("is no PNG file");
    bytes.remove_prefix(kSignature.size());
    if (!is_header(take_chunk(bytes), width, height)) return wrong("has not the header that belongs to its size");
    bool has_pixels = false;
    while (true) {
        const auto chunk = take_chunk(bytes);
        if (chunk.name == "IEND" && chunk.data.empty()) break;
        const bool is_pixels = chunk.name == "IDAT";
        const bool is_other = std::find(kHowToShow.begin(), kHowToShow.end(), chunk.name) != kHowToShow.end();
        if (!is_pixels && !is_other) return wrong("is damaged or holds more than an image");
        has_pixels = has_pixels || is_pixels;
    }
    if (!has_pixels || !bytes.empty()) return wrong("has no pixels or goes on behind its end");
    return {};
}

}  // namespace genai::extraction
