// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/arguments.hpp"

#include "extraction/frame_drawing.hpp"

namespace genai::extraction::child {

std::uint32_t Arguments::open_cpu_s(std::uint64_t bytes) const {
    constexpr std::uint64_t kBytesPerSecond = 20'000'000;
    return page_cpu_s + static_cast<std::uint32_t>(bytes / kBytesPerSecond);
}

ProcessLimits Arguments::limits(std::uint64_t bytes) const {
    ProcessLimits limits;
    limits.memory_bytes = memory_bytes;
    limits.cpu_seconds_max = open_cpu_s(bytes) + std::uint64_t{pages_max} * (page_cpu_s + 1);
    limits.parent = parent;
    return limits;
}

std::optional<Arguments> parse_arguments(int count, char** values) {
    constexpr int kForReading = 7;
    constexpr int kForDrawing = 8;
    Arguments arguments;
    const bool is_good = (count == kForReading || count == kForDrawing) &&
                         parse_number(values[1], arguments.first_page) && arguments.first_page > 0 &&
                         parse_number(values[2], arguments.pages_max) &&
                         parse_number(values[3], arguments.page_cpu_s) &&
                         parse_number(values[4], arguments.memory_bytes) && parse_number(values[5], arguments.parent);
    if (!is_good) return std::nullopt;
    const auto format = parse_format(values[6]);
    if (!format) return std::nullopt;
    arguments.format = *format;
    if (count == kForDrawing) {
        arguments.drawing = decode_drawing(values[7]);
        if (!arguments.drawing) return std::nullopt;
    }
    return arguments;
}

}  // namespace genai::extraction::child
