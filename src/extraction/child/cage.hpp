// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "extraction/cage.hpp"

namespace genai::extraction::child {

// Shuts the process in for good, once it has opened all it needs: from here on it can compute, take and give back
// memory, read what is open and write to standard output and standard error. No file is opened or made, no descriptor,
// process, thread or socket comes into being, no memory becomes code. The first system call beyond that writes its
// name to standard error and ends the process with SIGSYS.
// Or why the system does not let it; then nothing hostile may be read. Not to be called twice.
tl::expected<Cage, std::string> enter_cage();

}  // namespace genai::extraction::child
