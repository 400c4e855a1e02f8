// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <stop_token>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "api/server.hpp"
#include "app/services.hpp"
#include "cli/build_version.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Answers over HTTP until SIGTERM or Ctrl-C; a second one ends it at once.

Examples:
  genai serve
  genai serve --port 8080
  curl -s localhost:8000/query -d '{"question": "What were net revenues?"}'
)";

// Once, for whoever runs the server: how the process that reads files is held on this machine.
void tell_cage(platform::Log& log) {
    const auto cage = app::probe_cage();
    if (!cage) return log.error("files cannot be read", {{"why", cage.error().message}});
    const auto text = extraction::to_text(*cage);
    cage->has_network_rules() ? log.info("reader confined", {{"by", text}})
                              : log.warning("reader confined less than it could be", {{"by", text}});
}

int serve(Session& session) {
    if (!session.load()) return kExitConfiguration;
    session.start_log(Session::Loudness::kServer);
    auto application = session.open(Session::WhenMissing::kMake);
    if (!application) return report(application.error());
    app::ApplicationServices services(**application, session.log(), session.settings().retrieval.top_k);
    api::Server server(session.settings().api, services, session.log(), session.metrics());
    if (auto listening = server.listen(); !listening) {
        report(listening.error());
        return kExitFailure;  // whatever is wrong with the address, it is not the command line
    }
    server.stop_on_signals();
    const std::string host = session.settings().api.host;
    tell_cage(session.log());
    session.log().info("listening", {{"version", build_version()}, {"host", host}, {"port", server.port()}});

    // The port is open while the model loads, so that /livez and /readyz tell the two apart.
    std::atomic<bool> has_failed = false;
    std::stop_source stop;
    std::thread warm_up([&] {
        auto warm = services.warm_up({Deadline::never(), stop.get_token()});
        if (warm) {
            session.log().info("ready");
        } else if (warm.error().kind != ErrorKind::kCancelled) {
            has_failed = true;
            report(warm.error());
            server.stop();
        }
    });
    const api::Server::End end = server.run();
    if (end == api::Server::End::kCutOff) {
        session.log().warning("stopped before every request was answered");
        _exit(has_failed ? kExitFailure : kExitSuccess);  // work may hang: nothing may be destroyed under it
    }
    stop.request_stop();
    warm_up.join();
    session.log().info("stopped");
    return has_failed ? kExitFailure : kExitSuccess;
}

}  // namespace

void add_serve_command(CLI::App& program, Session& session) {
    CLI::App* command = program.add_subcommand("serve", kDescription);
    for (const char* name : {"HOST", "PORT", "AUTH", "DATA_DIR", "LOG_LEVEL"}) show_setting(*command, session, name);
    show_exit_codes(*command, {{kExitSuccess, "stopped by a signal"},
                               {kExitFailure, "it cannot serve: the store, the model or the address"},
                               kUsageCode,
                               kSettingsCode});
    command->callback([&session] { session.action = [&session] { return serve(session); }; });
}

}  // namespace genai::cli
