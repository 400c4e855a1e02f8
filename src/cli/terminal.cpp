// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.hpp"

namespace genai::cli {
namespace {

constexpr std::size_t kWidthWithoutTerminal = 80;
constexpr std::size_t kWidthMin = 20;

const char* code_of(Style style) {
    switch (style) {
        case Style::kBold: return "1";
        case Style::kDim: return "2";
        case Style::kRed: return "31";
        case Style::kYellow: return "33";
        case Style::kPlain: break;
    }
    return "0";
}

bool wants_colour(int descriptor) {
    const char* no_color = std::getenv("NO_COLOR");
    return is_terminal(descriptor) && (no_color == nullptr || *no_color == '\0');
}

// C0 and C1 controls, and the marks that change the direction of text.
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool is_numeric(const std::string& cell) {
    return !cell.empty() && cell.find_first_not_of("0123456789.,-%") == cell.npos && cell != "-";
}

void write_all(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

}  // namespace

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

std::size_t terminal_width(int descriptor) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kWidthWithoutTerminal;
    return std::max<std::size_t>(size.ws_col, kWidthMin);
}

std::string styled(std::string_view text, Style style, int descriptor) {
    if (style == Style::kPlain || !wants_colour(descriptor)) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", code_of(style), text);
}

std::string printable(std::string_view text) {
    std::string shown;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = decode_utf8(text, i);
        if (point.value == '\t') {
            shown += "  ";
        } else if (is_control(point.value) && point.value != '\n') {
            shown += point.value < 0x100 ? fmt::format("\\x{:02x}", static_cast<unsigned>(point.value))
                                         : fmt::format("\\u{:04x}", static_cast<unsigned>(point.value));
        } else {
            append_utf8(shown, point.value);
        }
        i += point.bytes;
    }
    return shown;
}

std::string printable_name(std::string_view name) {
    std::string shown;
    for (const char c : printable(name)) {
        if (c == '\n') {
            shown += "\\n";
        } else {
            shown += c;
        }
    }
    return shown;
}

std::string one_line(std::string_view text, std::size_t width) {
    std::string shown = printable(text);
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    if (count_code_points(shown) <= width) return shown;
    return std::string(slice_code_points(shown, 0, width - 1)) + "…";
}

std::string wrapped(std::string_view text, std::string_view indent, std::size_t width) {
    const std::string shown = printable(text);
    const std::size_t room = std::max(kWidthMin, width > indent.size() ? width - indent.size() : 0);
    std::string lines;
    for (std::string_view rest = shown; !rest.empty();) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        do {
            std::string_view part = slice_code_points(line, 0, room);
            if (part.size() < line.size()) {
                const std::size_t space = part.rfind(' ');
                if (space != part.npos && space > 0) part = part.substr(0, space);
            }
            lines += fmt::format("{}{}\n", indent, part);
            line.remove_prefix(part.size());
            while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
        } while (!line.empty());
    }
    return lines;
}

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], count_code_points(row[i]));
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - count_code_points(row[i]), ' ');
            if (i > 0) text += "  ";
            if (is_numeric(row[i])) {
                text += padding + row[i];
            } else {
                text += i + 1 < row.size() ? row[i] + padding : row[i];
            }
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

void print_out(std::string_view text) { write_all(stdout, text); }

void print_error(std::string_view text) { write_all(stderr, text); }

void print_problem(std::string_view message) {
    print_error(fmt::format("{} {}\n", styled("genai:", Style::kRed, STDERR_FILENO), printable(message)));
}

std::string with_commas(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

std::string counted(std::uint64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", with_commas(number), noun, number == 1 ? "" : "s");
}

std::string to_duration(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole >= 3600) return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
    if (whole >= 60) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return seconds < 10 ? fmt::format("{:.1f} s", seconds) : fmt::format("{} s", whole);
}

}  // namespace genai::cli
