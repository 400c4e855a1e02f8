// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "platform/crash_point.hpp"

namespace genai::cli {

// For tests/crash; builds that ship have no such command.
void add_crash_points_command(CLI::App& program, Session& session) {
    if (!platform::has_crash_points()) return;
    CLI::App* command = program.add_subcommand("crash-points", "Names the places that GENAI_CRASH_AT may name");
    command->group("");
    command->callback([&session] {
        session.action = [] {
            std::string text;
            for (const std::string_view name : platform::kCrashPoints) text += std::string(name) + "\n";
            print_out(text);
            return kExitSuccess;
        };
    });
}

}  // namespace genai::cli
