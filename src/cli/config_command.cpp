// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "platform/options_docs.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Shows and checks the settings: flag, then environment, then .env, then default.

Examples:
  genai config print                     every setting, its value and where that came from
  genai config check                     every error at once, exit code 78 when there is one; what confines the reader
  genai config docs > configuration.md   the documentation of every setting
  genai config docs --dotenv > .env      all of them, commented out
)";

int print_settings(Session& session) {
    if (!session.load()) return kExitConfiguration;
    print_out(platform::to_listing(session.options()));
    return kExitSuccess;
}

int check_settings(Session& session) {
    if (!session.load()) return kExitConfiguration;
    print_error("the settings are right\n");
    const auto cage = app::probe_cage();
    if (!cage) return report(cage.error());
    print_error(fmt::format("files are read in a process confined by {}\n", extraction::to_text(*cage)));
    return kExitSuccess;
}

}  // namespace

void add_config_command(CLI::App& program, Session& session) {
    CLI::App* command = program.add_subcommand("config", kDescription);
    command->require_subcommand(1);

    CLI::App* print = command->add_subcommand("print", "Every setting with its source; secrets are always masked");
    // Secrets are never shown, so this changes nothing; scripts say it to be plain.
    print->add_flag("--redacted")->description("Secrets masked, as always");
    show_exit_codes(*print, {{kExitSuccess, "printed"}, kUsageCode, kSettingsCode});
    print->callback([&session] { session.action = [&session] { return print_settings(session); }; });

    CLI::App* check =
        command->add_subcommand("check", "Every error in the settings, and what confines the reader of files");
    show_exit_codes(*check, {{kExitSuccess, "the settings are right"}, kUsageCode, kSettingsCode});
    check->callback([&session] { session.action = [&session] { return check_settings(session); }; });

    auto as_dotenv = std::make_shared<bool>(false);
    CLI::App* docs = command->add_subcommand("docs", "What settings there are, as Markdown");
    docs->add_flag("--dotenv", *as_dotenv, "As an example of .env");
    show_exit_codes(*docs, {{kExitSuccess, "printed"}, kUsageCode});
    docs->callback([&session, as_dotenv] {
        session.action = [&session, as_dotenv] {
            const auto& options = session.options();
            print_out(*as_dotenv ? platform::to_dotenv_example(options) : platform::to_markdown(options));
            return kExitSuccess;
        };
    });
}

}  // namespace genai::cli
