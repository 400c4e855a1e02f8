// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/readiness_probe.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Says whether the server on HOST:PORT is ready: exit code 0, else 1.

Examples:
  genai healthcheck
  genai healthcheck --port 8080
)";
constexpr std::chrono::seconds kTimeout{5};

int check(Session& session) {
    if (!session.load()) return kExitConfiguration;
    const api::Settings& server = session.settings().api;
    auto ready = probe_readiness(server.host, server.port, kTimeout);
    if (ready) return kExitSuccess;
    report(ready.error());
    return kExitFailure;
}

}  // namespace

void add_healthcheck_command(CLI::App& program, Session& session) {
    CLI::App* command = program.add_subcommand("healthcheck", kDescription);
    show_setting(*command, session, "HOST");
    show_setting(*command, session, "PORT");
    show_exit_codes(*command, {{kExitSuccess, "the server is ready"},
                               {kExitFailure, "it is not, or nobody answers"},
                               kUsageCode,
                               kSettingsCode});
    command->callback([&session] { session.action = [&session] { return check(session); }; });
}

}  // namespace genai::cli
