// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "profiles/profile.hpp"

namespace genai::profiles {

// Which profile a document is read with, as the setting PROFILE says: by its type (`auto`), none (`none`), or the one
// of a name, whatever its type; and for single collections another one: "auto, letters=none, filings=finance". Holds
// the profiles that this needs. Does not change once made: asking is safe from several threads.
class ProfileChoice {
public:
    // None for any document.
    ProfileChoice() = default;
    ProfileChoice(ProfileChoice&&) = default;
    ProfileChoice& operator=(ProfileChoice&&) = default;

    // `folders`: where profiles are, one's own last. For `auto` all of them are read; where two are for one type, one's
    // own counts, then the first by name. kInvalidInput: the choice, or a profile's file, cannot be read; the message
    // names the profiles that there are.
    static Result<ProfileChoice> load(std::string_view choice, std::span<const std::filesystem::path> folders);

    // nullptr: none. Lives as long as this object, moved or not. The type as facts call it; "": not known.
    const Profile* find(std::string_view collection, std::string_view document_type) const;

private:
    struct Rule {
        bool is_auto = false;
        const Profile* profile = nullptr;  // unless is_auto
    };
    class Loader;

    std::vector<Profile> profiles_;
    Rule otherwise_;
    std::map<std::string, Rule, std::less<>> by_collection_;
};

}  // namespace genai::profiles
