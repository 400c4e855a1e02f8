// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Prints the script that completes genai's commands and options in a shell.

Examples:
  genai completion bash > ~/.local/share/bash-completion/completions/genai
  genai completion zsh > "${fpath[1]}/_genai"
  genai completion fish > ~/.config/fish/completions/genai.fish
)";

}  // namespace

void add_completion_command(CLI::App& program, Session& session) {
    auto shell = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand("completion", kDescription);
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    show_exit_codes(*command, {{kExitSuccess, "printed"}, kUsageCode});
    command->callback([&program, &session, shell] {
        session.action = [&program, shell] {
            print_out(completion_script(program, *shell));
            return kExitSuccess;
        };
    });
}

}  // namespace genai::cli
