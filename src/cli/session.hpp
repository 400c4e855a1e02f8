// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/application.hpp"
#include "app/settings.hpp"
#include "base/result.hpp"
#include "platform/log.hpp"
#include "platform/metrics.hpp"
#include "platform/options.hpp"
#include "platform/options_load.hpp"

namespace genai::cli {

// What one run of the program has: the settings with the flags that were given, the log, and the application once a
// command asks for it. Lives in run() for as long as the command runs.
class Session {
public:
    Session();

    platform::Options& options() { return options_; }
    // Where the parser leaves the flags of settings, by option name.
    std::map<std::string, std::string, std::less<>>& flags() { return flags_; }

    // What the chosen command does; returns the exit code.
    std::function<int()> action;

    // Reads the settings from all sources. Every error is printed; false when there are any (kExitConfiguration).
    bool load();
    const app::Settings& settings() const { return settings_; }
    // For commands that change what an evaluation works with.
    app::Settings& settings() { return settings_; }

    platform::Log& log();
    platform::Metrics& metrics() { return metrics_; }
    // Makes a command's log quiet: warnings and errors only, unless LOG_LEVEL is set.
    enum class Loudness { kServer, kCommand };
    void start_log(Loudness loudness);

    // Opens the application on DATA_DIR; the session owns it. load() comes before. Commands that read or change what is
    // there fail where there is nothing; those that bring documents in say kMake.
    using WhenMissing = app::Application::WhenMissing;
    Result<app::Application*> open(WhenMissing when_missing = WhenMissing::kFail);
    // Closes the application's files, before the folder that holds them goes.
    void close() { application_.reset(); }

private:
    app::Settings settings_;
    platform::Options options_;
    std::map<std::string, std::string, std::less<>> flags_;
    platform::Metrics metrics_;
    std::optional<platform::Log> log_;
    std::unique_ptr<app::Application> application_;
};

// Prints the error and returns the exit code that its kind asks for.
int report(const Error& error);

}  // namespace genai::cli
