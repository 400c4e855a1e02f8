// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/system_calls.hpp"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <initializer_list>
#include <memory>

namespace genai::extraction::child {

namespace {

constexpr scmp_datum_t kLow32 = 0xFFFFFFFF;  // what the kernel reads of an int argument

struct ReleaseFilter {
    void operator()(void* filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, ReleaseFilter>;

struct NamedCall {
    int number;
    const char* name;
};
constexpr std::array<NamedCall, 16> kNamed{{
    {SCMP_SYS(openat), "openat"},
    {SCMP_SYS(open), "open"},
    {SCMP_SYS(socket), "socket"},
    {SCMP_SYS(connect), "connect"},
    {SCMP_SYS(execve), "execve"},
    {SCMP_SYS(execveat), "execveat"},
    {SCMP_SYS(clone), "clone"},
    {SCMP_SYS(clone3), "clone3"},
    {SCMP_SYS(fork), "fork"},
    {SCMP_SYS(vfork), "vfork"},
    {SCMP_SYS(ptrace), "ptrace"},
    {SCMP_SYS(kill), "kill"},
    {SCMP_SYS(write), "write"},
    {SCMP_SYS(mmap), "mmap"},
    {SCMP_SYS(mprotect), "mprotect"},
    {SCMP_SYS(prctl), "prctl"},
}};

// Adds up the rules; the first error stays.
class Rules {
public:
    explicit Rules(void* filter) : filter_(filter) {}

    void allow(std::initializer_list<int> calls) {
        for (const int call : calls) keep(::seccomp_rule_add_array(filter_, SCMP_ACT_ALLOW, call, 0, nullptr));
    }
    void allow_when(int call, std::initializer_list<scmp_arg_cmp> arguments) {
        keep(::seccomp_rule_add_array(filter_, SCMP_ACT_ALLOW, call, static_cast<unsigned>(arguments.size()),
                                      arguments.begin()));
    }
    void keep(int result) {
        if (error_ == 0 && result < 0) error_ = -result;
    }
    int error() const { return error_; }

private:
    void* filter_;
    int error_ = 0;
};

scmp_arg_cmp is(unsigned argument, scmp_datum_t value) { return {argument, SCMP_CMP_MASKED_EQ, kLow32, value}; }
scmp_arg_cmp has_none_of(unsigned argument, scmp_datum_t bits) { return {argument, SCMP_CMP_MASKED_EQ, bits, 0}; }
scmp_arg_cmp has_all_of(unsigned argument, scmp_datum_t bits) { return {argument, SCMP_CMP_MASKED_EQ, bits, bits}; }

void add_rules(Rules& rules) {
    // Reading what is open: the file, and /proc/self/statm.
    rules.allow({SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(close)});
    for (const scmp_datum_t descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        rules.allow_when(SCMP_SYS(write), {is(0, descriptor)});
        rules.allow_when(SCMP_SYS(writev), {is(0, descriptor)});  // glibc's last words before it aborts
    }
    // Memory, of which none becomes code and none is a file.
    rules.allow({SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise)});
    rules.allow_when(SCMP_SYS(mmap), {has_none_of(2, PROT_EXEC), has_all_of(3, MAP_ANONYMOUS)});
    rules.allow_when(SCMP_SYS(mprotect), {has_none_of(2, PROT_EXEC)});
    // Its own processor time and the limit of it, which rises page by page up to the hard limit.
    rules.allow({SCMP_SYS(getrusage)});
    rules.allow_when(SCMP_SYS(prlimit64), {is(0, 0), is(1, RLIMIT_CPU)});
    // Clocks, where the vDSO does not answer; random numbers; locks; qsort() asks how much memory there is.
    rules.allow({SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(futex),
                 SCMP_SYS(sched_yield), SCMP_SYS(sysinfo)});
    // The end: exit() and abort(), with a signal to itself alone.
    rules.allow({SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
                 SCMP_SYS(restart_syscall), SCMP_SYS(getpid), SCMP_SYS(gettid)});
    rules.allow_when(SCMP_SYS(tgkill), {is(0, static_cast<scmp_datum_t>(::getpid()))});
}

}  // namespace

int filter_system_calls() {
    const Filter filter(::seccomp_init(SCMP_ACT_TRAP));
    if (!filter) return ENOMEM;
    Rules rules(filter.get());
    // Calls by another architecture's numbers (32 bit on 64) mean other things: no name for them, just the end.
    rules.keep(::seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
    add_rules(rules);
    if (rules.error() == 0) rules.keep(::seccomp_load(filter.get()));
    return rules.error();
}

const char* name_of_system_call(int number) {
    for (const auto& [known, name] : kNamed)
        if (known == number) return name;
    return nullptr;
}

}  // namespace genai::extraction::child
