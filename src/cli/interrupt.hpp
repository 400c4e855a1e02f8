// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <thread>

namespace genai::cli {

// While it lives, Ctrl-C (SIGINT) and SIGTERM ask the work to stop, once; the second time ends the program at once with
// exit code 130. One at a time in a process; make it on the main thread.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const { return source_.get_token(); }
    bool is_requested() const { return source_.stop_requested(); }

private:
    std::stop_source source_;
    int pipe_[2] = {-1, -1};
    std::thread listener_;
};

}  // namespace genai::cli
