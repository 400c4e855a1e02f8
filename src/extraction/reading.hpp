// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.hpp"

namespace genai::extraction {

// A page that could not be read, and why.
struct FailedPage {
    std::uint32_t number = 0;
    DocumentState state = DocumentState::kDamaged;
    std::string reason;  // one line

    bool operator==(const FailedPage&) const = default;
};

// How far the reading of a file has come, and all that its verdict will need of the pages behind it: whoever keeps it
// can go on there in another run, and comes to the same end as a reading that nobody disturbed. A value.
struct Reading {
    std::uint32_t pages = 0;      // in the file; 0: not known yet
    std::uint32_t next_page = 1;  // those below are done
    std::uint32_t delivered = 0;
    std::uint32_t with_text = 0;
    std::uint32_t deaths = 0;  // of processes that read it
    std::vector<FailedPage> failed;

    bool is_complete() const { return pages > 0 && next_page > pages; }
    bool operator==(const Reading&) const = default;
};

// As text, for a row of a database. Empty when there is too much to remember (kReadingBytesMax): then there is nothing
// to go on from, and the file is read from its beginning.
std::string format_reading(const Reading& reading);
// Nothing for an empty text, or one that is no reading.
std::optional<Reading> parse_reading(std::string_view text);

inline constexpr std::size_t kReadingBytesMax = std::size_t{64} << 10;

}  // namespace genai::extraction
