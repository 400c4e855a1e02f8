// SPDX-License-Identifier: Apache-2.0

// genai-cage-trial: a stand-in for genai-extract that enters the same cage under the same limits and then does what a
// reader does that was taken over. The "file" on descriptor 3 says what: "%PDF-" and the name of a trial below. For
// cage_test.cpp alone; it is not installed.

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <thread>

#include "extraction/child/arguments.hpp"
#include "extraction/child/cage.hpp"
#include "extraction/child/frame_output.hpp"
#include "extraction/child/landlock.hpp"
#include "extraction/child/process_limits.hpp"

namespace genai::extraction::child {

namespace {

constexpr int kInput = 3;
constexpr std::size_t kPage = 4096;

int parent = 0;  // asking for it is forbidden in the cage

// What a call gave that should not have come back: its errno, for the message.
using Trial = long (*)();

long connect_anywhere() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(80);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(kInput, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

long trace_the_parent() { return ::ptrace(PTRACE_ATTACH, parent, nullptr, nullptr); }

long fork_itself() {
    const auto id = ::fork();
    if (id == 0) ::_exit(0);
    return id;
}

long start_a_thread() {
    std::thread([] {}).join();
    return 0;
}

long execute() {
    std::array<char*, 1> none{nullptr};
    return ::execve("/bin/true", none.data(), none.data());
}

long write_into_the_parent() {
    char byte = 0;
    iovec own{&byte, 1};
    return ::process_vm_writev(parent, &own, 1, &own, 1, 0);
}

long allow_itself_more_memory() {
    const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
    return ::setrlimit(RLIMIT_AS, &all);
}

long catch_a_signal() { return ::signal(SIGXCPU, SIG_IGN) == SIG_ERR ? -1 : 0; }

long use_a_terminal() {
    int waiting = 0;
    return ::ioctl(STDERR_FILENO, FIONREAD, &waiting);
}

long map_code() {
    return ::mmap(nullptr, kPage, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

long make_code() {
    void* page = ::mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return ::mprotect(page, kPage, PROT_READ | PROT_EXEC);
}

long map_the_file() { return ::mmap(nullptr, kPage, PROT_READ, MAP_PRIVATE, kInput, 0) == MAP_FAILED ? -1 : 0; }

// A call by the numbers of 32-bit programs, which mean other things: 5 is open there.
long call_as_32_bit() {
#ifdef __x86_64__
    long result = 5;
    __asm__ volatile("int $0x80" : "+a"(result) : "b"("/etc/passwd"), "c"(O_RDONLY) : "memory");
    return result;
#else
    return ::open("/etc/passwd", O_RDONLY);
#endif
}

long allocate_10_gib() {
    constexpr std::size_t kBytes = std::size_t{10} << 30;
    static void* volatile block = ::operator new(kBytes);
    return block != nullptr ? 0 : -1;
}

long allocate_bit_by_bit() {
    constexpr std::size_t kBytes = std::size_t{1} << 20;
    while (true) std::memset(::operator new(kBytes), 1, kBytes);
}

long damage_the_heap() {
    static char* volatile block = static_cast<char*>(std::malloc(64));
    char* volatile header = block - sizeof(std::size_t);
    *header = 1;
    std::free(block);
    return 0;
}

long run_on() {
    volatile bool goes_on = true;
    while (goes_on) {
    }
    return 0;
}

// Its own limit of processor time cannot end it then; the parent does.
long run_on_deaf() {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_BLOCK, &all, nullptr);
    return run_on();
}

struct NamedTrial {
    std::string_view name;
    Trial run;
};

constexpr std::array kTrials{
    NamedTrial{"open", [] { return static_cast<long>(::open("/etc/passwd", O_RDONLY)); }},
    NamedTrial{"open-memory-of-parent", [] { return static_cast<long>(::open("/proc/self/mem", O_RDWR)); }},
    NamedTrial{"stat", [] { return ::syscall(SYS_newfstatat, AT_FDCWD, "/etc/passwd", nullptr, 0); }},
    NamedTrial{"create-file", [] { return static_cast<long>(::open("/tmp/trial", O_CREAT | O_WRONLY, S_IRWXU)); }},
    NamedTrial{"write-to-input", [] { return static_cast<long>(::write(kInput, "x", 1)); }},
    NamedTrial{"unlink", [] { return static_cast<long>(::unlink("/tmp/trial")); }},
    NamedTrial{"socket", [] { return static_cast<long>(::socket(AF_INET, SOCK_STREAM, 0)); }},
    NamedTrial{"socketpair", [] { return ::syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, nullptr); }},
    NamedTrial{"connect", connect_anywhere},
    NamedTrial{"exec", execute},
    NamedTrial{"fork", fork_itself},
    NamedTrial{"thread", start_a_thread},
    NamedTrial{"ptrace", trace_the_parent},
    NamedTrial{"write-into-parent", write_into_the_parent},
    NamedTrial{"kill-parent", [] { return static_cast<long>(::kill(parent, SIGTERM)); }},
    NamedTrial{"signal-parent", [] { return ::syscall(SYS_tgkill, parent, parent, SIGTERM); }},
    NamedTrial{"duplicate", [] { return static_cast<long>(::dup(kInput)); }},
    NamedTrial{"pipe", [] { return ::syscall(SYS_pipe2, nullptr, 0); }},
    NamedTrial{"memory-file", [] { return static_cast<long>(::memfd_create("trial", 0)); }},
    NamedTrial{"ioctl", use_a_terminal},
    NamedTrial{"io-uring", [] { return ::syscall(SYS_io_uring_setup, 1, nullptr); }},
    NamedTrial{"dumpable", [] { return static_cast<long>(::prctl(PR_SET_DUMPABLE, 1)); }},
    NamedTrial{"more-memory", allow_itself_more_memory},
    NamedTrial{"signal-handler", catch_a_signal},
    NamedTrial{"map-code", map_code},
    NamedTrial{"make-code", make_code},
    NamedTrial{"map-file", map_the_file},
    NamedTrial{"32-bit", call_as_32_bit},
    NamedTrial{"allocate-10-gib", allocate_10_gib},
    NamedTrial{"allocate-bit-by-bit", allocate_bit_by_bit},
    NamedTrial{"damage-heap", damage_the_heap},
    NamedTrial{"run-on", run_on},
    NamedTrial{"run-on-deaf", run_on_deaf},
    NamedTrial{"nothing", [] { return 0L; }},
};

std::string read_trial() {
    std::array<char, 64> text{};
    const auto bytes = ::pread(kInput, text.data(), text.size(), 0);
    constexpr std::string_view kHead = "%PDF-";
    const std::string_view all(text.data(), static_cast<std::size_t>(bytes > 0 ? bytes : 0));
    return std::string(all.substr(std::min(all.size(), kHead.size())));
}

std::string outcome(long result) { return result < 0 ? std::strerror(errno) : "allowed"; }

// What Landlock stops when no filter of system calls stands before it.
int try_landlock_alone() {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const int connection = ::socket(AF_INET, SOCK_STREAM, 0);
    ::dup2(connection, kInput);
    const Cage cage{enter_landlock()};
    send_hello(cage);
    send_opened(1);
    const auto opened = outcome(::open("/etc/passwd", O_RDONLY));
    const auto made = outcome(::open("/tmp/genai-trial", O_CREAT | O_WRONLY, S_IRWXU));
    send_page_failed(1, PageFailure::kDamaged, opened + "; " + made + "; " + outcome(connect_anywhere()));
    return 0;
}

double processor_us() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

// What entering the cage takes, in microseconds of processor time; for bench/extraction/startup.py.
int tell_cost() {
    const auto begin = processor_us();
    const auto cage = enter_cage();
    const auto end = processor_us();
    send_hello(cage.value_or(Cage()));
    send_opened(1);
    send_page_failed(1, PageFailure::kDamaged, std::to_string(end - begin));
    return 0;
}

int run(const Arguments& arguments) {
    const auto name = read_trial();
    if (name == "cost") return tell_cost();
    parent = ::getppid();
    if (name == "landlock-alone") return try_landlock_alone();
    if (!limit_process(arguments.limits(0))) return kExitUnconfined;
    const auto cage = enter_cage();
    if (!cage) return kExitUnconfined;
    send_hello(*cage);
    send_opened(1);
    allow_cpu_seconds(arguments.page_cpu_s);
    for (const auto& trial : kTrials)
        if (trial.name == name) send_page_failed(1, PageFailure::kDamaged, outcome(trial.run()));
    return 0;
}

}  // namespace

}  // namespace genai::extraction::child

int main(int count, char** values) {
    const auto arguments = genai::extraction::child::parse_arguments(count, values);
    return arguments ? genai::extraction::child::run(*arguments) : EXIT_FAILURE;
}
