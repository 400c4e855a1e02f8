// SPDX-License-Identifier: Apache-2.0
#include "extraction/reading.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace genai::extraction {

namespace {

// Takes the text up to the separator, and the separator, off it.
std::string_view take_part(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

bool take_number(std::string_view& text, std::uint32_t& value) {
    const auto part = take_part(text, ' ');
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    return error == std::errc() && end == part.data() + part.size();
}

std::optional<FailedPage> parse_failed_page(std::string_view line) {
    FailedPage page;
    if (!take_number(line, page.number)) return std::nullopt;
    const auto state = parse_document_state(take_part(line, ' '));
    if (!state) return std::nullopt;
    page.state = *state;
    page.reason = line;
    return page;
}

// Every page before the next one was given out or has failed; the failed ones are in order.
bool adds_up(const Reading& reading) {
    if (reading.next_page == 0 || reading.pages == 0 || reading.next_page - 1 > reading.pages) return false;
    if (std::size_t{reading.delivered} + reading.failed.size() != reading.next_page - 1) return false;
    std::uint32_t last = 0;
    for (const auto& page : reading.failed)
        if (page.number <= std::exchange(last, page.number)) return false;
    return last < reading.next_page && reading.with_text <= reading.delivered;
}

}  // namespace

// A line of numbers, then a line for each page that failed.
std::string format_reading(const Reading& reading) {
    std::string text;
    for (const auto number : {reading.pages, reading.next_page, reading.delivered, reading.with_text})
        text += std::to_string(number) + " ";
    text += std::to_string(reading.deaths);
    for (const auto& page : reading.failed) {
        text += "\n" + std::to_string(page.number) + " " + std::string(to_string(page.state)) + " " + page.reason;
        if (text.size() > kReadingBytesMax) return {};
    }
    return text;
}

std::optional<Reading> parse_reading(std::string_view text) {
    Reading reading;
    auto numbers = take_part(text, '\n');
    for (auto* number : {&reading.pages, &reading.next_page, &reading.delivered, &reading.with_text, &reading.deaths})
        if (!take_number(numbers, *number)) return std::nullopt;
    if (!numbers.empty()) return std::nullopt;
    while (!text.empty()) {
        auto page = parse_failed_page(take_part(text, '\n'));
        if (!page) return std::nullopt;
        reading.failed.push_back(std::move(*page));
    }
    if (!adds_up(reading)) return std::nullopt;
    return reading;
}

}  // namespace genai::extraction
