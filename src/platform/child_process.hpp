// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace genai::platform {

// What to start: a program of ours with its arguments, one open file that it gets as descriptor 3, and what it can read
// from its standard input: what others must not see, as they see arguments.
struct ChildProgram {
    std::filesystem::path program;
    std::vector<std::string> arguments;  // without the program's name
    int file = -1;                       // stays open here; -1: none
    std::string input = {};              // at most kInputBytesMax, so that a pipe takes it at once

    static constexpr std::size_t kInputBytesMax = 4096;
};

// How a child ended.
struct ExitStatus {
    int code = 0;                       // when no signal ended it
    int signal = 0;                     // 0: none
    std::chrono::microseconds cpu{0};   // user and system
    std::size_t memory_bytes_peak = 0;  // resident

    bool is_success() const { return code == 0 && signal == 0; }
};

// A child process whose standard output is read here; for work that must not harm this process. It starts with an
// empty environment, no other open file of ours, no blocked signals, and in a process group of its own, so that Ctrl-C
// on the terminal is ours to handle. The end of its standard error is kept for messages. The destructor kills and
// reaps it. Safe to start from several threads; one thread at a time uses an object.
class ChildProcess {
public:
    // kUnavailable when the program is missing or no process can be made.
    static Result<ChildProcess> start(const ChildProgram& program);

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ~ChildProcess();

    enum class ReadState { kBytes, kEnd, kTimeout };
    struct Read {
        ReadState state = ReadState::kTimeout;
        std::size_t bytes = 0;
    };
    // Some bytes of its standard output, waiting for them at most so long.
    Result<Read> read(std::span<char> buffer, std::chrono::milliseconds patience);

    // Ends it and all of its group at once.
    void kill();
    // Waits for its end and reaps it; once it has ended, the same answer again.
    ExitStatus wait();

    // The last kErrorBytesMax bytes of its standard error so far.
    const std::string& errors() const { return errors_; }
    pid_t id() const { return id_; }

    static constexpr std::size_t kErrorBytesMax = 4096;

private:
    ChildProcess(pid_t id, int output, int error) : id_(id), output_(output), error_(error) {}
    void take_errors();
    void drop();

    pid_t id_ = -1;  // -1: reaped or moved from
    int output_ = -1;
    int error_ = -1;
    std::string errors_;
    ExitStatus status_;
};

}  // namespace genai::platform
