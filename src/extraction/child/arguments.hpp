// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "extraction/child/process_limits.hpp"
#include "extraction/drawing.hpp"
#include "model/format.hpp"

namespace genai::extraction::child {

// What CagedSession starts the program with: FIRST_PAGE PAGES_MAX PAGE_CPU_S MEMORY_BYTES PARENT FORMAT. PdfRenderer
// adds a DRAWING (frame_drawing.hpp): then the first page is drawn, and no page is read.
struct Arguments {
    std::uint32_t first_page = 1;
    std::uint32_t pages_max = 0;
    std::uint32_t page_cpu_s = 0;
    std::uint64_t memory_bytes = 0;
    int parent = 0;
    Format format = Format::kPdf;
    std::optional<Drawing> drawing;

    // For a file of so many bytes: opening a damaged file may mean to search it from end to end.
    std::uint32_t open_cpu_s(std::uint64_t bytes) const;
    ProcessLimits limits(std::uint64_t bytes) const;
};

std::optional<Arguments> parse_arguments(int count, char** values);

template <class Number>
bool parse_number(std::string_view text, Number& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace genai::extraction::child
