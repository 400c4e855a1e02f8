// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <system_error>

#include "platform/files.hpp"
#include "profiles/profile.hpp"
#include "profiles/profile_source.hpp"

namespace genai::profiles {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kProfilesMax = 256;        // in all folders
constexpr std::size_t kFolderEntriesMax = 4096;  // looked at in one folder

Result<void> add_folder(const fs::path& folder, std::map<std::string, fs::path>& files) {
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    if (error == std::errc::no_such_file_or_directory) return {};
    std::size_t entries = 0;
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        if (++entries > kFolderEntriesMax) {
            return fail(ErrorKind::kTooLarge, "cannot look for profiles in " + folder.string() + ": more than " +
                                                  std::to_string(kFolderEntriesMax) +
                                                  " files; give a folder of its own");
        }
        std::error_code unreadable;
        if (entry->path().extension() != ".json" || !entry->is_regular_file(unreadable)) continue;
        files[entry->path().stem().string()] = entry->path();
        if (files.size() > kProfilesMax) {
            return fail(ErrorKind::kTooLarge, "cannot look for profiles in " + folder.string() + ": more than " +
                                                  std::to_string(kProfilesMax) + " of them");
        }
    }
    if (error) {
        return fail(ErrorKind::kUnavailable, "cannot look for profiles in " + folder.string() + ": " + error.message());
    }
    return {};
}

}  // namespace

Result<Profile> load_profile(const fs::path& file) {
    const Result<std::string> text = platform::read_file(file, kProfileBytesMax);
    if (!text) return propagate(text);
    Result<Profile> profile = Profile::parse(*text, file.string());
    if (profile && profile->name() != file.stem().string()) {
        return fail(ErrorKind::kInvalidInput,
                    file.string() + ": name: \"" + profile->name() + "\" must be the file's name without .json");
    }
    return profile;
}

Result<std::vector<ProfileFile>> find_profiles(std::span<const fs::path> folders) {
    std::map<std::string, fs::path> files;
    for (const fs::path& folder : folders) {
        if (const auto added = add_folder(folder, files); !added) return propagate(added);
    }
    std::vector<ProfileFile> profiles;
    for (const auto& [name, file] : files) profiles.push_back({name, file});
    return profiles;
}

}  // namespace genai::profiles
