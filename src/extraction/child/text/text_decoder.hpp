// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace genai::extraction::child {

// Bytes of text files to UTF-8. What the C library needs to convert other encodings are files: they are opened when
// this is made, which is before the cage is entered, so the encodings are a fixed list (those of Windows, Unix and the
// web in Europe and East Asia). Not thread-safe.
class TextDecoder {
public:
    // Knows UTF-8 alone.
    TextDecoder() = default;
    // Knows the list.
    static TextDecoder open();

    TextDecoder(TextDecoder&& other) noexcept : converters_(std::exchange(other.converters_, {})) {}
    TextDecoder& operator=(TextDecoder&&) = delete;
    ~TextDecoder();

    // Valid UTF-8 whatever the bytes are. By a byte order mark, else UTF-8 when it is that, else UTF-16 by its zeros,
    // else what the file declares, else what its letters look like (uchardet), else windows-1252.
    std::string to_utf8(std::string_view bytes, std::string_view declared = "") const;

private:
    using Converter = void*;  // iconv_t
    bool convert(std::string_view bytes, std::string_view encoding, std::string& text) const;

    std::map<std::string, Converter, std::less<>> converters_;  // by name in lower case
};

}  // namespace genai::extraction::child
