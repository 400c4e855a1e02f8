// SPDX-License-Identifier: Apache-2.0
#include "cli/run.hpp"

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/build_version.hpp"
#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(genai answers questions about your documents, and cites the page.

Examples:
  genai ingest ~/reports                       read a folder of documents into the store
  genai query "What were net revenues?"        answer a question, with its sources
  genai serve                                  answer over HTTP: POST /query
  genai documents list                         what is in the store
  genai config docs                            every setting; each is a flag, an environment variable, a line of .env
  genai help ingest                            the same as genai ingest --help
)";

constexpr std::size_t kOptionWidth = 34;
constexpr std::string_view kHelpCommand = "help";

// Help that lists each command with the first line of its description; the rest is for the command's own help.
class Help final : public CLI::Formatter {
public:
    std::string make_subcommand(const CLI::App* sub) const override {
        const std::string description = sub->get_description();
        std::stringstream line;
        CLI::detail::format_help(line, sub->get_name(), description.substr(0, description.find('\n')), kNameWidth);
        return line.str();
    }

private:
    static constexpr std::size_t kNameWidth = 14;
};

// The innermost command that was named.
const CLI::App* chosen_command(const CLI::App& program) {
    const CLI::App* command = &program;
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    return command;
}

// "genai documents list"
std::string full_name(const CLI::App& command) {
    return command.get_parent() == nullptr ? command.get_name()
                                           : full_name(*command.get_parent()) + " " + command.get_name();
}

// What could have been meant at this place: the command's options and its parents', or its commands.
std::vector<std::string> candidates(const CLI::App& command, bool wants_option) {
    std::vector<std::string> names;
    if (!wants_option) {
        for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
            names.push_back(sub->get_name());
        }
        return names;
    }
    for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
        for (const CLI::Option* option : app->get_options()) {
            for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        }
    }
    return names;
}

int report_unexpected(const CLI::App& command, std::string word) {
    word = word.substr(0, word.find('='));
    const bool is_option = word.starts_with("-");
    const std::string nearest = platform::nearest_name(word, candidates(command, is_option));
    print_problem(fmt::format(
        "{} \"{}\" is not known to {}; {}", is_option ? "option" : "command", word, full_name(command),
        nearest.empty() ? fmt::format("see {} --help", full_name(command)) : fmt::format("did you mean {}?", nearest)));
    return kExitUsage;
}

void add_settings_flags(CLI::App& program, Session& session) {
    for (const platform::Option& row : session.options().rows()) {
        if (row.flag().empty()) continue;
        const std::string name = row.name();
        program
            .add_option_function<std::string>(
                row.flag(), [&session, name](const std::string& value) { session.flags()[name] = value; }, row.doc())
            ->group("");  // hidden: `genai config docs` has them all
    }
}

void add_commands(CLI::App& program, Session& session) {
    add_ingest_command(program, session);
    add_query_command(program, session);
    add_serve_command(program, session);
    add_documents_command(program, session);
    add_collections_command(program, session);
    add_jobs_command(program, session);
    add_worker_command(program, session);
    add_eval_command(program, session);
    add_bench_command(program, session);
    add_reconcile_command(program, session);
    add_backup_command(program, session);
    add_restore_command(program, session);
    add_crash_points_command(program, session);
    add_config_command(program, session);
    add_healthcheck_command(program, session);
    add_completion_command(program, session);
    program.add_subcommand(std::string(kHelpCommand), "The help of a command: genai help COMMAND")
        ->callback([&program, &session] {
            session.action = [&program] {
                print_out(program.help());
                return kExitSuccess;
            };
        });
}

// `genai help documents list`. Not left to the parser, to which the words after `help` are commands to run.
int show_help(const CLI::App& program, const std::vector<std::string>& words) {
    const CLI::App* command = &program;
    for (const std::string& word : words) {
        const auto found = command->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
        if (found.empty()) return report_unexpected(*command, word);
        command = found.front();
    }
    print_out(command->help(command->get_parent() == nullptr ? "" : full_name(*command->get_parent())));
    return kExitSuccess;
}

int parse(CLI::App& program, int argc, char** argv) {
    try {
        program.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        print_out(program.help());
        return kExitSuccess;
    } catch (const CLI::CallForVersion& version) {
        print_out(std::string(version.what()) + "\n");
        return kExitSuccess;
    } catch (const CLI::ParseError& error) {
        const auto unexpected = program.remaining(true);
        if (!unexpected.empty()) return report_unexpected(*chosen_command(program), unexpected.front());
        const CLI::App& command = *chosen_command(program);
        print_problem(fmt::format("{}; see {} --help", error.what(), full_name(command)));
        return kExitUsage;
    }
    return kExitSuccess;
}

}  // namespace

void show_setting(CLI::App& command, Session& session, std::string_view name, std::string doc) {
    const platform::Option* row = session.options().find(name);
    const std::string default_text =
        row->default_text().empty() ? std::string() : fmt::format(" [{}]", row->default_text());
    command.add_option_function<std::string>(
        row->flag(), [&session, key = row->name()](const std::string& value) { session.flags()[key] = value; },
        (doc.empty() ? row->doc() : doc) + default_text);
}

void show_exit_codes(CLI::App& command, std::initializer_list<ExitCode> codes) {
    std::string text = "Exit codes:\n";
    for (const ExitCode& each : codes) text += fmt::format("  {:<{}}{}\n", each.code, kOptionWidth - 2, each.meaning);
    command.footer(text);
}

int run(int argc, char** argv) {
    Session session;
    CLI::App program(kDescription, "genai");
    program.set_version_flag("--version", build_version());
    auto help = std::make_shared<Help>();
    help->column_width(kOptionWidth);
    program.formatter(help);
    program.fallthrough();
    add_settings_flags(program, session);
    add_commands(program, session);
    if (argc <= 1) {
        print_error(program.help());
        return kExitUsage;
    }
    if (argv[1] == kHelpCommand) return show_help(program, {argv + 2, argv + argc});
    if (int code = parse(program, argc, argv); code != kExitSuccess || !session.action) return code;
    return session.action();
}

}  // namespace genai::cli
