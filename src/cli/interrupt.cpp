// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

#include "base/result.hpp"
#include "cli/exit_codes.hpp"

namespace genai::cli {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM};
constexpr char kStop = 's';
constexpr char kEnd = 'e';

// A signal handler reaches nothing but globals.
std::atomic<int> write_end{-1};
std::atomic<int> count{0};
static_assert(std::atomic<int>::is_always_lock_free);

void on_signal(int) {
    const int saved = errno;
    if (count.fetch_add(1) > 0) _exit(kExitInterrupted);
    [[maybe_unused]] auto written = write(write_end.load(), &kStop, 1);
    errno = saved;
}

}  // namespace

Interrupt::Interrupt() {
    ensure(write_end.load() == -1, "one Interrupt at a time");
    ensure(pipe2(pipe_, O_CLOEXEC) == 0, "a pipe can be made");
    write_end = pipe_[1];
    count = 0;
    // stop_source takes locks, which a handler must not: a thread does it.
    listener_ = std::thread([this] {
        char byte = 0;
        while (read(pipe_[0], &byte, 1) == 1 && byte != kEnd) source_.request_stop();
    });
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    for (int signal : kSignals) sigaction(signal, &action, nullptr);
}

Interrupt::~Interrupt() {
    for (int signal : kSignals) std::signal(signal, SIG_DFL);
    [[maybe_unused]] auto written = write(pipe_[1], &kEnd, 1);
    listener_.join();
    write_end = -1;
    close(pipe_[0]);
    close(pipe_[1]);
}

}  // namespace genai::cli
