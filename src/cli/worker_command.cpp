// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <condition_variable>
#include <mutex>

#include "app/job_worker.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/interrupt.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Takes jobs from the queue until it is told to stop (Ctrl-C, SIGTERM).

A server does so by itself; this is for when none runs, or to go on while it is stopped. What is under way at the end is
handed back, and goes on where it stopped.

Examples:
  genai worker
  genai jobs retry --failed && genai worker
)";

int work(Session& session) {
    if (!session.load()) return kExitConfiguration;
    session.start_log(Session::Loudness::kServer);
    auto application = session.open();
    if (!application) return report(application.error());
    if (auto engine = (*application)->engine(); !engine) return report(engine.error());
    const Interrupt interrupt;
    app::JobWorker worker(**application, session.log());
    worker.start();
    session.log().info("worker ready");
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, interrupt.token(), [] { return false; });
    session.log().info("worker stops");
    return kExitSuccess;
}

}  // namespace

void add_worker_command(CLI::App& program, Session& session) {
    CLI::App* command = program.add_subcommand("worker", kDescription);
    show_setting(*command, session, "DATA_DIR");
    show_exit_codes(*command, {{kExitSuccess, "stopped by a signal"},
                               {kExitFailure, "it cannot work: the store or the model"},
                               kUsageCode,
                               kSettingsCode});
    command->callback([&session] { session.action = [&session] { return work(session); }; });
}

}  // namespace genai::cli
