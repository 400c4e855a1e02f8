// SPDX-License-Identifier: Apache-2.0
#include "platform/child_process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

namespace genai::platform {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{10'000};

ChildProcess shell(const std::string& script, int file = -1) {
    auto started = ChildProcess::start({"/bin/sh", {"-c", script}, file});
    EXPECT_TRUE(started) << started.error().message;
    return std::move(*started);
}

std::string read_all(ChildProcess& process) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (true) {
        const auto read = process.read(buffer, kPatience);
        if (!read || read->state != ChildProcess::ReadState::kBytes) return text;
        text.append(buffer.data(), read->bytes);
    }
}

}  // namespace

TEST(ChildProcess, GivesItsOutputErrorsAndExitCode) {
    auto process = shell("echo out; echo err >&2; exit 7");
    EXPECT_EQ(read_all(process), "out\n");
    const auto status = process.wait();
    EXPECT_EQ(status.code, 7);
    EXPECT_EQ(status.signal, 0);
    EXPECT_FALSE(status.is_success());
    EXPECT_EQ(process.errors(), "err\n");
    EXPECT_EQ(process.wait().code, 7);
}

TEST(ChildProcess, SaysWhenTheProgramIsMissing) {
    const auto started = ChildProcess::start({"/no/such/program", {}, -1});
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind, ErrorKind::kUnavailable);
    EXPECT_NE(started.error().message.find("/no/such/program"), std::string::npos);
}

TEST(ChildProcess, HandsOverTheFileAndNothingElse) {
    const int file = ::open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    const int leak = ::open("/etc/passwd", O_RDONLY);  // would be inherited by a plain fork and exec
    ASSERT_GE(file, 0);
    auto process = shell(
        "head -c 4 <&3 | wc -c; for f in /proc/self/fd/*; do [ ${f##*/} -gt 3 ] && [ -e /proc/$$/fd/${f##*/} ] && echo "
        "open; done; env | grep -c HOME",
        file);
    EXPECT_EQ(read_all(process), "4\n0\n");
    process.wait();
    ::close(file);
    ::close(leak);
}

TEST(ChildProcess, GivesItsInputAndThenTheEnd) {
    const std::string secret(ChildProgram::kInputBytesMax, 's');
    auto started = ChildProcess::start(
        {.program = "/bin/sh", .arguments = {"-c", "wc -c; ls /proc/$$/fd | wc -l"}, .file = -1, .input = secret});
    ASSERT_TRUE(started) << started.error().message;
    const auto output = read_all(*started);
    EXPECT_TRUE(output.starts_with(std::to_string(secret.size()) + "\n")) << output;
    auto without = shell("wc -c");
    EXPECT_EQ(read_all(without), "0\n");
}

TEST(ChildProcess, GivesUpWaitingInTime) {
    auto process = shell("exec sleep 30");
    std::array<char, 16> buffer{};
    const auto read = process.read(buffer, milliseconds(20));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->state, ChildProcess::ReadState::kTimeout);
    process.kill();
    EXPECT_EQ(process.wait().signal, SIGKILL);
}

TEST(ChildProcess, IsNotHeldUpByAChildThatFloodsItsErrors) {
    auto process = shell("while :; do echo noise >&2; done");
    std::array<char, 16> buffer{};
    const auto read = process.read(buffer, milliseconds(100));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->state, ChildProcess::ReadState::kTimeout);
    EXPECT_LE(process.errors().size(), ChildProcess::kErrorBytesMax);
}

TEST(ChildProcess, KillsWhatTheChildHasStarted) {
    auto process = shell("sleep 30 & echo $!; wait");
    std::array<char, 64> buffer{};
    const auto read = process.read(buffer, kPatience);
    ASSERT_TRUE(read);
    const auto grandchild = static_cast<pid_t>(std::stol(std::string(buffer.data(), read->bytes)));
    process.kill();
    process.wait();
    // Reaped by init at some moment; until then it is a zombie that no signal reaches but kill(0) finds.
    for (int i = 0; i < 100 && ::kill(grandchild, 0) == 0; ++i) std::this_thread::sleep_for(milliseconds(10));
    std::array<char, 16> rest{};
    EXPECT_EQ(process.read(rest, milliseconds(1000))->state, ChildProcess::ReadState::kEnd);
}

TEST(ChildProcess, LeavesNoProcessBehindWhenItIsDropped) {
    pid_t id = -1;
    {
        auto process = shell("exec sleep 30");
        id = process.id();
        auto moved = std::move(process);
        EXPECT_EQ(moved.id(), id);
    }
    EXPECT_NE(::kill(id, 0), 0);
}

}  // namespace genai::platform
