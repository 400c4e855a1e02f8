// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace genai::cli {

// "120 of 809 queries, 4.2 s, about 24 s left" on standard error while it lives: a live line on a terminal, nothing
// elsewhere. Not thread-safe.
class ProgressLine {
public:
    ProgressLine(std::string what, std::size_t total);
    ~ProgressLine() { finish(); }

    void show(std::size_t done);
    // Takes the line away.
    void finish();

private:
    std::string what_;
    std::size_t total_;
    bool is_live_;
    bool has_line_ = false;
    std::chrono::steady_clock::time_point begin_;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace genai::cli
