// SPDX-License-Identifier: Apache-2.0
#include "platform/installation.hpp"

#include <system_error>

namespace genai::platform {

Result<Installation> find_installation(const std::filesystem::path& binary) {
    const auto folder = binary.parent_path();
    for (const auto& root : {folder, folder.parent_path()}) {
        std::error_code ignored;
        if (std::filesystem::is_directory(root / "libexec" / "genai", ignored)) return Installation{root};
    }
    return fail(ErrorKind::kUnavailable, "cannot find libexec/genai beside or above " + folder.string() +
                                             ": keep the program inside the tree it was built or installed in");
}

Result<std::filesystem::path> running_binary() {
    std::error_code error;
    auto binary = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) return fail(ErrorKind::kUnavailable, "cannot read /proc/self/exe: " + error.message());
    return binary;
}

}  // namespace genai::platform
