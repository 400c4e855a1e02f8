// SPDX-License-Identifier: Apache-2.0
#include "extraction/cage.hpp"

namespace genai::extraction {

std::string to_text(const Cage& cage) {
    if (!cage.has_landlock()) return "seccomp alone: this kernel has no Landlock, or it is turned off";
    const auto version = "seccomp and Landlock " + std::to_string(cage.landlock_abi);
    if (!cage.has_network_rules()) return version + " (no files; this kernel's Landlock has no network rules)";
    return version + " (no files, no network)";
}

}  // namespace genai::extraction
