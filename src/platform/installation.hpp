// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.hpp"

namespace genai::platform {

// Where the program's own files are. The same layout in the build tree (the binary in DIR) and installed (in DIR/bin):
// libexec/genai/ (child programs), lib/genai/ (private libraries), share/genai/ (models, profiles).
struct Installation {
    std::filesystem::path root;

    std::filesystem::path program(std::string_view name) const { return root / "libexec" / "genai" / name; }
    std::filesystem::path library(std::string_view name) const { return root / "lib" / "genai" / name; }
    std::filesystem::path model(std::string_view name) const { return root / "share" / "genai" / "models" / name; }
    std::filesystem::path profiles() const { return root / "share" / "genai" / "profiles"; }
};

// The installation that a binary belongs to: its own folder or the one above, whichever has libexec/genai.
Result<Installation> find_installation(const std::filesystem::path& binary);

// The running program's file, symbolic links resolved.
Result<std::filesystem::path> running_binary();

}  // namespace genai::platform
