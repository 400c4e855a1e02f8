// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace genai::extraction {

// Whether the bytes are one PNG file from end to end, of 8 bits a channel, grey or in colours, of this size: the
// signature, chunks with right checksums, the header first, pixels in it and nothing but pixels and how to show them,
// and nothing behind the end. So whoever made it could not hide another kind of file in it. Else what is wrong, to be
// read after "an image that". The pixels are not unpacked: their number is what the size says.
tl::expected<void, std::string> check_png(std::string_view bytes, std::uint32_t width, std::uint32_t height);

}  // namespace genai::extraction
