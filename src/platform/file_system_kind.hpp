// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace genai::platform {

// The name of the file system that holds the folder when another machine keeps it ("nfs4", "fuse.sshfs"): there, locks
// and shared memory do not work as a database needs them. Nothing when it is local or cannot be told.
std::optional<std::string> find_network_file_system(const std::filesystem::path& folder);

// The type of the mount that holds the path (absolute, without links), from the text of /proc/self/mountinfo; empty
// when there is none.
std::string mount_type(std::string_view mountinfo, std::string_view path);

// Whether a mount of this type ("ext4", "nfs4", "fuse.sshfs") is kept by another machine.
bool is_network_type(std::string_view type);

}  // namespace genai::platform
