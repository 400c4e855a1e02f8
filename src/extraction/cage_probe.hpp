// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "extraction/cage.hpp"

namespace genai::extraction {

// What the cage of the reading process holds on this machine, found by starting `child` (genai-extract) once without a
// file: some milliseconds. kUnavailable when it cannot be started or the system does not let it be confined; files
// cannot be read then.
Result<Cage> probe_cage(const std::filesystem::path& child);

}  // namespace genai::extraction
