// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "extraction/settings.hpp"
#include "model/document.hpp"
#include "platform/child_process.hpp"

namespace genai::extraction {

// How a reader ended that was not done, as its parent saw it.
struct ChildDeath {
    const platform::ExitStatus& status;
    const std::string& errors;  // what it wrote to standard error
    std::string lie;            // what it said that cannot be; empty: nothing
    bool is_stalled = false;    // it was killed because nothing came of it
};

// What that makes of the page that it was at, and the reason for people.
struct DeathReason {
    DocumentState state = DocumentState::kDamaged;
    std::string reason;
};
DeathReason explain_death(const Settings& settings, ChildDeath death);

}  // namespace genai::extraction
