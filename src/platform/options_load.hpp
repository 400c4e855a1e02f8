// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "platform/options.hpp"

namespace genai::platform {

// Where values come from: a flag wins over the environment, the environment over .env, .env over the default.
struct Sources {
    std::map<std::string, std::string, std::less<>> flags;  // by option name (LOG_LEVEL), not by flag
    std::map<std::string, std::string, std::less<>> environment;
    std::string dotenv;  // the text of .env
};

// The process's environment and the file's text; a file that does not exist is an empty one.
Result<Sources> read_sources(std::map<std::string, std::string, std::less<>> flags,
                             const std::filesystem::path& dotenv = ".env");

// What loading found. Errors name the option, its source and what was expected; with any of them the settings must not
// be used. Warnings are unknown names in .env, each with the nearest known name.
struct LoadReport {
    std::vector<std::string> errors;
    std::vector<std::string> warnings;
};

// Fills every field. An empty value means unset. X and X_FILE both set is an error. All errors are found in one go.
LoadReport load(Options& options, const Sources& sources);

// The nearest of the names by edit distance; empty when none is near enough to be a misspelling.
std::string nearest_name(std::string_view name, const std::vector<std::string>& names);

}  // namespace genai::platform
