// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/landlock.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace genai::extraction::child {

namespace {

// Landlock, from the kernel's documentation (userspace-api/landlock): which rights each version of it can take away.
// The headers of Debian 12 end at version 2. Later fields are ignored by older kernels as long as they are zero.
struct LandlockRules {
    std::uint64_t files = 0;
    std::uint64_t network = 0;
    std::uint64_t scopes = 0;
};
struct LandlockRight {
    std::uint32_t since;
    std::uint64_t LandlockRules::*field;
    std::uint64_t bits;
};
constexpr std::array<LandlockRight, 6> kLandlockRights{{
    {1, &LandlockRules::files, 0x1FFF},   // open, make, remove, execute
    {2, &LandlockRules::files, 1 << 13},  // link and rename between folders
    {3, &LandlockRules::files, 1 << 14},  // truncate
    {4, &LandlockRules::network, 0b11},   // bind and connect TCP
    {5, &LandlockRules::files, 1 << 15},  // ioctl on devices
    {6, &LandlockRules::scopes, 0b11},    // abstract UNIX sockets, signals
}};

}  // namespace

std::uint32_t enter_landlock() {
    constexpr unsigned kAskVersion = 1;
    const auto version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
    if (version <= 0) return 0;
    LandlockRules rules;
    for (const auto& right : kLandlockRights)
        if (version >= right.since) rules.*right.field |= right.bits;
    const auto set = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0));
    if (set < 0) return 0;
    const auto entered = ::syscall(SYS_landlock_restrict_self, set, 0);
    ::close(set);
    return entered == 0 ? static_cast<std::uint32_t>(version) : 0;
}

}  // namespace genai::extraction::child
