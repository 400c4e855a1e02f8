// SPDX-License-Identifier: Apache-2.0
#include "platform/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace genai::platform {

namespace {

constexpr int kFileDescriptor = 3;
constexpr int kFirstForeignDescriptor = 4;
constexpr int kKilobyte = 1024;
constexpr int kErrorReadsMax = 16;  // at a time: a child that never stops writing must not hold us

void close_descriptor(int& descriptor) {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
}

// Both ends close on exec, so that a child started by another thread at this moment cannot inherit them.
struct Pipe {
    int read = -1;
    int write = -1;

    ~Pipe() {
        close_descriptor(read);
        close_descriptor(write);
    }
    bool open() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        read = ends[0];
        write = ends[1];
        return true;
    }
    // The pipe's whole content, given before anyone reads: a pipe holds a page at least.
    bool fill(const std::string& bytes) {
        const auto written = ::write(write, bytes.data(), bytes.size());
        close_descriptor(write);
        return written == static_cast<ssize_t>(bytes.size());
    }
    int release_read() { return std::exchange(read, -1); }
};

// The attributes and file actions of posix_spawn, freed together.
class SpawnPlan {
public:
    SpawnPlan() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    // `input` -1: nothing to read.
    bool prepare(int file, int input, int output, int error) {
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        int failed = ::posix_spawnattr_setsigmask(&attributes_, &none);
        failed |= ::posix_spawnattr_setsigdefault(&attributes_, &all);
        failed |= ::posix_spawnattr_setpgroup(&attributes_, 0);
        failed |= ::posix_spawnattr_setflags(&attributes_,
                                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        // The pipes' and the file's numbers are above kFileDescriptor (see start()), so no step overwrites the next.
        failed |= input >= 0 ? ::posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO)
                             : ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        failed |= ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        failed |= ::posix_spawn_file_actions_adddup2(&actions_, error, STDERR_FILENO);
        if (file >= 0) failed |= ::posix_spawn_file_actions_adddup2(&actions_, file, kFileDescriptor);
        failed |= ::posix_spawn_file_actions_addclosefrom_np(&actions_,
                                                             file >= 0 ? kFirstForeignDescriptor : kFileDescriptor);
        return failed == 0;
    }

    int spawn(pid_t& id, const ChildProgram& program) const {
        std::string path = program.program.string();
        std::vector<std::string> arguments = program.arguments;
        std::vector<char*> pointers{path.data()};
        for (auto& argument : arguments) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        std::array<char*, 1> environment{nullptr};
        return ::posix_spawn(&id, path.c_str(), &actions_, &attributes_, pointers.data(), environment.data());
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

tl::unexpected<Error> cannot_start(const ChildProgram& program, int error) {
    return fail(ErrorKind::kUnavailable,
                "cannot start " + program.program.string() + ": " + std::generic_category().message(error));
}

// A copy of the descriptor above the numbers that the child's own get; -1 and errno on failure.
int raise_descriptor(int descriptor) { return ::fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstForeignDescriptor); }

bool raise_above_child(int& descriptor) {
    if (descriptor >= kFirstForeignDescriptor) return true;
    const int raised = raise_descriptor(descriptor);
    if (raised < 0) return false;
    ::close(descriptor);
    descriptor = raised;
    return true;
}

std::chrono::microseconds duration(const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const ChildProgram& program) {
    ensure(program.input.size() <= ChildProgram::kInputBytesMax, "a child's input fits into a pipe");
    Pipe input;
    Pipe output;
    Pipe error;
    const bool has_input = !program.input.empty();
    if (has_input && (!input.open() || !input.fill(program.input) || !raise_above_child(input.read)))
        return cannot_start(program, errno);
    if (!output.open() || !error.open() || !raise_above_child(output.write) || !raise_above_child(error.write))
        return cannot_start(program, errno);
    int file = program.file;
    if (file >= 0 && (file = raise_descriptor(file)) < 0) return cannot_start(program, errno);

    SpawnPlan plan;
    pid_t id = -1;
    const int failed = plan.prepare(file, input.read, output.write, error.write) ? plan.spawn(id, program) : ENOMEM;
    close_descriptor(file);
    if (failed != 0) return cannot_start(program, failed);
    ::fcntl(error.read, F_SETFL, O_NONBLOCK);
    return ChildProcess(id, output.release_read(), error.release_read());
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : id_(std::exchange(other.id_, -1)),
      output_(std::exchange(other.output_, -1)),
      error_(std::exchange(other.error_, -1)),
      errors_(std::move(other.errors_)),
      status_(other.status_) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    if (this == &other) return *this;
    drop();
    id_ = std::exchange(other.id_, -1);
    output_ = std::exchange(other.output_, -1);
    error_ = std::exchange(other.error_, -1);
    errors_ = std::move(other.errors_);
    status_ = other.status_;
    return *this;
}

ChildProcess::~ChildProcess() { drop(); }

void ChildProcess::drop() {
    kill();
    wait();
    close_descriptor(output_);
    close_descriptor(error_);
}

Result<ChildProcess::Read> ChildProcess::read(std::span<char> buffer, std::chrono::milliseconds patience) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + patience;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        std::array<pollfd, 2> polled{pollfd{output_, POLLIN, 0}, pollfd{error_, POLLIN, 0}};
        const int ready = ::poll(polled.data(), polled.size(), static_cast<int>(std::max(left.count(), 0L)));
        if (ready < 0 && errno != EINTR) return fail(ErrorKind::kInternal, "cannot wait for a child process");
        if (ready == 0) return Read{ReadState::kTimeout, 0};
        if (ready > 0 && polled[1].revents != 0) take_errors();
        if (ready <= 0 || polled[0].revents == 0) {
            if (Clock::now() >= until) return Read{ReadState::kTimeout, 0};
            continue;
        }
        const auto bytes = ::read(output_, buffer.data(), buffer.size());
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes < 0) return fail(ErrorKind::kInternal, "cannot read from a child process");
        if (bytes == 0) take_errors();
        return Read{bytes == 0 ? ReadState::kEnd : ReadState::kBytes, static_cast<std::size_t>(bytes)};
    }
}

void ChildProcess::take_errors() {
    std::array<char, kErrorBytesMax> buffer{};
    for (int i = 0; i < kErrorReadsMax && error_ >= 0; ++i) {
        const auto bytes = ::read(error_, buffer.data(), buffer.size());
        if (bytes < 0 && (errno == EINTR)) continue;
        if (bytes < 0) return;  // nothing more for now
        if (bytes == 0) return close_descriptor(error_);
        errors_.append(buffer.data(), static_cast<std::size_t>(bytes));
        if (errors_.size() > kErrorBytesMax) errors_.erase(0, errors_.size() - kErrorBytesMax);
    }
}

void ChildProcess::kill() {
    if (id_ < 0) return;
    ::kill(-id_, SIGKILL);  // the group exists as soon as posix_spawn has returned
    ::kill(id_, SIGKILL);
}

ExitStatus ChildProcess::wait() {
    if (id_ < 0) return status_;
    int status = 0;
    rusage usage{};
    while (::wait4(id_, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    id_ = -1;
    take_errors();
    status_.code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    status_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    status_.cpu = duration(usage.ru_utime) + duration(usage.ru_stime);
    status_.memory_bytes_peak = static_cast<std::size_t>(usage.ru_maxrss) * kKilobyte;
    return status_;
}

}  // namespace genai::platform
