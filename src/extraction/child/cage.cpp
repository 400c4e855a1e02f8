// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/cage.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include "extraction/child/landlock.hpp"
#include "extraction/child/system_calls.hpp"

namespace genai::extraction::child {

namespace {

void say(const char* text) {
    if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;  // nobody is left to be told
}

// Runs in place of the forbidden call, which does not take place. Only async-signal-safe functions.
void end_violation(int, siginfo_t* violation, void*) {
    std::array<char, 16> digits{};
    auto position = digits.size() - 1;
    auto number = static_cast<unsigned>(violation->si_syscall);
    do {
        digits[--position] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number > 0 && position > 0);
    say("system call ");
    say(&digits[position]);
    if (const char* name = name_of_system_call(violation->si_syscall); name != nullptr) {
        say(" (");
        say(name);
        say(")");
    }
    say("\n");
    std::raise(SIGSYS);  // the handler is gone by now (SA_RESETHAND), so this is the end
}

bool catch_violations() {
    struct sigaction action {};
    action.sa_sigaction = &end_violation;
    action.sa_flags = static_cast<int>(SA_SIGINFO | SA_RESETHAND | SA_NODEFER);
    return ::sigaction(SIGSYS, &action, nullptr) == 0;
}

}  // namespace

tl::expected<Cage, std::string> enter_cage() {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return tl::unexpected("prctl: " + std::generic_category().message(errno));
    const Cage cage{enter_landlock()};
    const rlimit none{0, 0};  // of new descriptors: those that are open stay
    if (::setrlimit(RLIMIT_NOFILE, &none) != 0)
        return tl::unexpected("setrlimit: " + std::generic_category().message(errno));
    if (!catch_violations()) return tl::unexpected("sigaction: " + std::generic_category().message(errno));
    if (const int error = filter_system_calls(); error != 0)
        return tl::unexpected("seccomp: " + std::generic_category().message(error));
    return cage;
}

}  // namespace genai::extraction::child
