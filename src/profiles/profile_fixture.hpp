// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "profiles/profile.hpp"

namespace genai::profiles {

// The profile in this text, which must be right.
inline Profile to_profile(std::string_view json) {
    Result<Profile> profile = Profile::parse(json, "test.json");
    if (!profile) throw std::runtime_error(profile.error().message);
    return *profile;
}

// The profile that is shipped.
inline Profile finance() {
    Result<Profile> profile =
        load_profile(std::filesystem::path(GENAI_SOURCE_DIR) / "share/genai/profiles/finance.json");
    if (!profile) throw std::runtime_error(profile.error().message);
    return *profile;
}

inline std::size_t index_of(std::span<const std::string> ids, std::string_view id) {
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (ids[i] == id) return i;
    throw std::runtime_error("the profile has no " + std::string(id));
}

inline float statement(const Profile& profile, const QuestionSignals& signals, std::string_view id) {
    return signals.statements.at(index_of(profile.statements(), id));
}
inline float statement(const Profile& profile, const PageSignals& signals, std::string_view id) {
    return signals.statements.at(index_of(profile.statements(), id));
}

inline bool has_expansion(const QuestionSignals& signals, std::string_view text) {
    for (const Expansion& expansion : signals.expansions)
        if (expansion.text == text) return true;
    return false;
}

}  // namespace genai::profiles
