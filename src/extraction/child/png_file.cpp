// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/png_file.hpp"

#include <png.h>

#include <memory>

namespace genai::extraction::child {

namespace {

bool has_colours(const Picture& picture) {
    const auto& pixels = picture.pixels;
    for (std::size_t i = 0; i + 2 < pixels.size(); i += Picture::kPixelBytes)
        if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2]) return true;
    return false;
}

// One byte a pixel, at the front of the same memory.
void pack_grey(Picture& picture) {
    auto& pixels = picture.pixels;
    for (std::size_t i = 0; i * Picture::kPixelBytes < pixels.size(); ++i) pixels[i] = pixels[i * Picture::kPixelBytes];
}

}  // namespace

Result<std::string> to_png(Picture picture) {
    const bool is_colour = has_colours(picture);
    if (!is_colour) pack_grey(picture);

    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = picture.width;
    image.height = picture.height;
    image.format = is_colour ? PNG_FORMAT_BGR : PNG_FORMAT_GRAY;
    image.flags = PNG_IMAGE_FLAG_FAST;
    png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
    const auto memory = std::make_unique_for_overwrite<char[]>(bytes);
    const auto row_bytes = static_cast<png_int_32>(is_colour ? picture.row_bytes() : picture.width);
    if (png_image_write_to_memory(&image, memory.get(), &bytes, 0, picture.pixels.data(), row_bytes, nullptr) == 0)
        return fail(ErrorKind::kInternal, std::string("its image cannot be encoded: ") + image.message);
    return std::string(memory.get(), bytes);
}

}  // namespace genai::extraction::child
