// SPDX-License-Identifier: Apache-2.0
#include "profiles/profile_choice.hpp"

#include <algorithm>
#include <utility>

namespace genai::profiles {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kChoicesMax = 256;  // collections named in PROFILE

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

// The profiles by name, each read when it is first asked for.
class ProfileChoice::Loader {
public:
    Loader(ProfileChoice& choice, std::vector<ProfileFile> files) : choice_(choice), files_(std::move(files)) {
        choice_.profiles_.reserve(files_.size());  // so that none of them moves
    }

    Result<Rule> rule(std::string_view name) {
        if (name == "none") return Rule{};
        if (name == "auto") {
            for (const ProfileFile& file : files_)
                if (auto loaded = load(file); !loaded) return propagate(loaded);
            return Rule{true, nullptr};
        }
        const auto file =
            std::find_if(files_.begin(), files_.end(), [&](const auto& known) { return known.name == name; });
        if (file == files_.end()) return unknown(name);
        auto loaded = load(*file);
        if (!loaded) return propagate(loaded);
        return Rule{false, *loaded};
    }

private:
    Result<const Profile*> load(const ProfileFile& file) {
        for (const Profile& profile : choice_.profiles_)
            if (profile.name() == file.name) return &profile;
        auto profile = load_profile(file.file);
        if (!profile) return propagate(profile);
        return &choice_.profiles_.emplace_back(std::move(*profile));
    }

    tl::unexpected<Error> unknown(std::string_view name) const {
        std::string known = "auto, none";
        for (const ProfileFile& file : files_) known += ", " + file.name;
        return fail(ErrorKind::kInvalidInput,
                    "PROFILE: there is no profile \"" + std::string(name) + "\"; there are " + known);
    }

    ProfileChoice& choice_;
    std::vector<ProfileFile> files_;
};

Result<ProfileChoice> ProfileChoice::load(std::string_view choice, std::span<const fs::path> folders) {
    auto files = find_profiles(folders);
    if (!files) return propagate(files);
    if (!folders.empty()) {
        std::stable_partition(files->begin(), files->end(),
                              [&](const ProfileFile& file) { return file.file.parent_path() == folders.back(); });
    }
    ProfileChoice made;
    Loader loader(made, std::move(*files));
    bool has_otherwise = false;
    while (!choice.empty()) {
        const std::size_t comma = std::min(choice.find(','), choice.size());
        const std::string_view part = trimmed(choice.substr(0, comma));
        choice.remove_prefix(std::min(comma + 1, choice.size()));
        const std::size_t equals = part.find('=');
        auto rule = loader.rule(trimmed(equals == std::string_view::npos ? part : part.substr(equals + 1)));
        if (!rule) return propagate(rule);
        const std::string collection(equals == std::string_view::npos ? "" : trimmed(part.substr(0, equals)));
        const bool is_new = equals == std::string_view::npos ? !std::exchange(has_otherwise, true)
                                                             : made.by_collection_.emplace(collection, *rule).second;
        if (!is_new || (equals != std::string_view::npos && collection.empty())) {
            return fail(ErrorKind::kInvalidInput, "PROFILE: \"" + std::string(part) +
                                                      "\" is one too many: give one profile, and one for each "
                                                      "collection that has another (\"auto, letters=none\")");
        }
        if (made.by_collection_.size() > kChoicesMax) {
            return fail(ErrorKind::kInvalidInput,
                        "PROFILE: more than " + std::to_string(kChoicesMax) + " collections are named");
        }
        if (equals == std::string_view::npos) made.otherwise_ = *rule;
    }
    return made;
}

const Profile* ProfileChoice::find(std::string_view collection, std::string_view document_type) const {
    const auto known = by_collection_.find(collection);
    const Rule& rule = known == by_collection_.end() ? otherwise_ : known->second;
    if (!rule.is_auto) return rule.profile;
    for (const Profile& profile : profiles_)
        if (profile.is_for(document_type)) return &profile;
    return nullptr;
}

}  // namespace genai::profiles
