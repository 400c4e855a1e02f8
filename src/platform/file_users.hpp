// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include <sys/types.h>

namespace genai::platform {

// A process other than this one that has the SQLite file open (in write-ahead mode, which locks it for as long), or
// none. Call it before this process opens the file: closing it afterwards would drop this process's own locks.
std::optional<pid_t> find_database_user(const std::filesystem::path& file);

}  // namespace genai::platform
