// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "cli/exit_codes.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace genai::cli {

class Session;

// Each adds one command to the program: its options, its help, and Session::action once it was chosen. The session
// outlives the program's parser.
void add_ingest_command(CLI::App& program, Session& session);
void add_query_command(CLI::App& program, Session& session);
void add_serve_command(CLI::App& program, Session& session);
void add_documents_command(CLI::App& program, Session& session);
void add_collections_command(CLI::App& program, Session& session);
void add_jobs_command(CLI::App& program, Session& session);
void add_worker_command(CLI::App& program, Session& session);
void add_eval_command(CLI::App& program, Session& session);
void add_bench_command(CLI::App& program, Session& session);
void add_reconcile_command(CLI::App& program, Session& session);
void add_backup_command(CLI::App& program, Session& session);
void add_restore_command(CLI::App& program, Session& session);
void add_crash_points_command(CLI::App& program, Session& session);
void add_config_command(CLI::App& program, Session& session);
void add_healthcheck_command(CLI::App& program, Session& session);
void add_completion_command(CLI::App& program, Session& session);

// Shows a setting's flag in the command's own help ("--top-k"). Every setting is a flag of every command; this is for
// those that its user looks for.
// `doc` takes the place of the setting's own line where the command gives it a narrower meaning.
void show_setting(CLI::App& command, Session& session, std::string_view name, std::string doc = {});

// One line of "Exit codes" at the end of a command's help.
struct ExitCode {
    int code;
    std::string_view meaning;
};
inline constexpr ExitCode kUsageCode{kExitUsage, "the command line is wrong"};
inline constexpr ExitCode kSettingsCode{kExitConfiguration, "a setting is wrong"};
inline constexpr ExitCode kInterruptedCode{kExitInterrupted, "stopped by Ctrl-C"};
void show_exit_codes(CLI::App& command, std::initializer_list<ExitCode> codes);

// The shell script that completes the program's commands and options; `shell` is bash, zsh or fish.
std::string completion_script(const CLI::App& program, std::string_view shell);

}  // namespace genai::cli
