// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr std::chrono::milliseconds kInterval{100};
constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

ProgressLine::ProgressLine(std::string what, std::size_t total)
    : what_(std::move(what)),
      total_(total),
      is_live_(is_terminal(STDERR_FILENO)),
      begin_(std::chrono::steady_clock::now()),
      next_(begin_) {}

void ProgressLine::show(std::size_t done) {
    const auto now = std::chrono::steady_clock::now();
    if (!is_live_ || now < next_) return;
    next_ = now + kInterval;
    const double elapsed = std::chrono::duration<double>(now - begin_).count();
    std::string line =
        fmt::format("{} of {} {}, {}", with_commas(done), with_commas(total_), what_, to_duration(elapsed));
    if (done > 0) {
        const double left = elapsed / static_cast<double>(done) * static_cast<double>(total_ - done);
        line += fmt::format(", about {} left", to_duration(left));
    }
    print_error(kClearLine + one_line(line, terminal_width(STDERR_FILENO) - 1));
    has_line_ = true;
}

void ProgressLine::finish() {
    if (has_line_) print_error(kClearLine);
    has_line_ = false;
}

}  // namespace genai::cli
