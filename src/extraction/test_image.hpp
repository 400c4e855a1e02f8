// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <png.h>
#include <zlib.h>

#include "extraction/drawing.hpp"

namespace genai::extraction {

// A PNG file unpacked, for tests that look at pixels.
struct TestImage {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::vector<std::uint8_t> pixels;  // red, green, blue; empty when the file cannot be read

    using Colour = std::array<int, 3>;
    Colour at(std::uint32_t x, std::uint32_t y) const {
        const auto* pixel = &pixels.at((std::size_t{y} * width + x) * 3);
        return {pixel[0], pixel[1], pixel[2]};
    }
};

inline TestImage unpack(const std::string& png) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) return {};
    image.format = PNG_FORMAT_RGB;
    TestImage unpacked{image.width, image.height, std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    if (png_image_finish_read(&image, nullptr, unpacked.pixels.data(), 0, nullptr) == 0) return {};
    return unpacked;
}

inline std::string big_endian(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
}

inline std::string png_chunk(const std::string& name, const std::string& data) {
    const auto summed = name + data;
    const auto checksum = ::crc32(0, reinterpret_cast<const Bytef*>(summed.data()), static_cast<uInt>(summed.size()));
    return big_endian(static_cast<std::uint32_t>(data.size())) + summed +
           big_endian(static_cast<std::uint32_t>(checksum));
}

// A PNG file with a right frame; its pixels are no sound stream.
inline std::string png_of(std::uint32_t width, std::uint32_t height, const std::string& others = {}) {
    return "\x89PNG\r\n\x1a\n" +
           png_chunk("IHDR", big_endian(width) + big_endian(height) + std::string("\x08\x02\0\0\0", 5)) + others +
           png_chunk("IDAT", "pixels") + png_chunk("IEND", "");
}

}  // namespace genai::extraction
