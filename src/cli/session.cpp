// SPDX-License-Identifier: Apache-2.0
#include "cli/session.hpp"

#include <fmt/format.h>

#include "cli/exit_codes.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {

Session::Session() { app::describe(settings_, options_); }

bool Session::load() {
    auto sources = platform::read_sources(flags_);
    if (!sources) {
        print_problem(sources.error().message);
        return false;
    }
    const platform::LoadReport report = platform::load(options_, *sources);
    for (const std::string& warning : report.warnings) print_problem("warning: " + warning);
    for (const std::string& error : report.errors) print_problem(error);
    return report.errors.empty();
}

void Session::start_log(Loudness loudness) {
    platform::LogSettings log = settings_.log;
    if (loudness == Loudness::kCommand && !options_.find("LOG_LEVEL")->is_set()) {
        log.level = platform::LogLevel::kWarning;
    }
    log_.emplace(log);
}

platform::Log& Session::log() {
    if (!log_) start_log(Loudness::kCommand);
    return *log_;
}

Result<app::Application*> Session::open(WhenMissing when_missing) {
    auto opened = app::Application::open(settings_, log(), when_missing);
    if (!opened) return propagate(opened);
    application_ = std::move(*opened);
    return application_.get();
}

int report(const Error& error) {
    print_problem(error.message);
    switch (error.kind) {
        case ErrorKind::kInvalidInput: return kExitUsage;
        case ErrorKind::kCancelled: return kExitInterrupted;
        default: return kExitFailure;
    }
}

}  // namespace genai::cli
