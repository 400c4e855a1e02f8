// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace genai {

// A passage of a document, small enough for the embedder's window. `text` is exactly the code points from `start` on
// page `page` to `end` on page `page_end` (the pages' texts joined by a line break where it spans two).
struct Chunk {
    std::string id;             // 32 hex digits of SHA-256(document, fingerprint, ordinal)
    std::uint32_t ordinal = 0;  // from 0, in reading order
    std::uint32_t page = 0;     // from 1
    std::uint32_t page_end = 0;
    std::uint32_t start = 0;   // code points into the page's text
    std::uint32_t end = 0;     // code points into page_end's text
    std::uint32_t tokens = 0;  // of embedded_text(), by the embedder's own count
    std::string section;       // the nearest heading above it
    std::string text;
    std::string header;         // a table's header rows, when `text` starts below them; embedded before the text
    std::string location = {};  // what its page is called (model/page.hpp); may be empty

    std::string embedded_text() const { return header.empty() ? text : header + "\n" + text; }

    bool operator==(const Chunk&) const = default;
};

// How many tokens the embedder makes of a text, its special tokens left out.
using CountTokens = std::function<std::uint32_t(std::string_view)>;

}  // namespace genai
