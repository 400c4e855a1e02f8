// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "platform/options.hpp"

namespace genai::platform {

// The table of options as documents, in the order of the rows. All but to_listing show defaults: write them before
// loading, or from a table that was not loaded.

// docs/configuration.md.
std::string to_markdown(const Options& options);
// .env.example: every option with its doc and default, commented out.
std::string to_dotenv_example(const Options& options);
// `NAME=value  # source` lines with secrets masked, for `config print`.
std::string to_listing(const Options& options);

}  // namespace genai::platform
