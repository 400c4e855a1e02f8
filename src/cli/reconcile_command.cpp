// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/ingest_display.hpp"
#include "cli/interrupt.hpp"
#include "cli/reconcile_display.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "maintenance/blob_check.hpp"
#include "maintenance/reconciler.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Compares what the store should hold with what it holds, row by row.

Examples:
  genai reconcile             says what is damaged, missing or left over; changes nothing; a server may run on
  genai reconcile --repair    reads damaged documents again from their files, and removes what is left over

Exit code 0: all is in order; 1: something is wrong and named.
)";

struct Arguments {
    bool json = false;
    bool repair = false;
};

Result<void> check_file(app::Application& application) {
    auto damage =
        application.database().read([](platform::Connection& connection) { return connection.find_damage(); });
    if (!damage) return propagate(damage);
    if (damage->empty()) return {};
    return fail(ErrorKind::kInternal,
                fmt::format("{} is damaged ({}): restore it from a backup with genai restore --overwrite, or ingest "
                            "everything into a new DATA_DIR",
                            application.database().file().string(), damage->front()));
}

// Reads damaged documents again where their files are there, then removes what is left over.
Result<void> repair(app::Application& application, const maintenance::ReconcileReport& found,
                    maintenance::Reconciler& reconciler, const Limits& limits) {
    auto lock = application.ingest_lock(ingestion::IngestLock::WhenBusy::kRefuse, limits);
    if (!lock) return propagate(lock);
    for (const maintenance::CollectionReport& collection : found.collections) {
        const auto files = maintenance::Reconciler::sources(collection);
        if (files.empty()) continue;
        auto ingestor = application.ingestor(application.extractor());
        if (!ingestor) return propagate(ingestor);
        IngestDisplay display(IngestDisplay::Format::kText, collection.scope);
        auto done = ingestor->ingest(collection.scope, files, ingestion::Reindex::kAll, display, limits);
        if (!done) return propagate(done);
    }
    // What the second reading replaced is left over by now.
    auto now = reconciler.inspect(limits);
    if (!now) return propagate(now);
    return reconciler.clean(*now);
}

Result<maintenance::BlobReport> inspect_blobs(app::Application& application, const Limits& limits) {
    return maintenance::check_blobs(application.blobs(), application.catalog(), application.jobs(), limits);
}

int reconcile(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    const Interrupt interrupt;
    const Limits limits{Deadline::never(), interrupt.token()};
    auto application = session.open();
    if (!application) return report(application.error());
    if (auto sound = check_file(**application); !sound) return report(sound.error());
    maintenance::Reconciler reconciler((*application)->catalog(), (*application)->chunks(),
                                       app::retired_kept(session.settings()));
    auto found = reconciler.inspect(limits);
    if (!found) return report(found.error());
    auto blobs = inspect_blobs(**application, limits);
    if (!blobs) return report(blobs.error());
    if (arguments.repair) {
        if (auto repaired = repair(**application, *found, reconciler, limits); !repaired)
            return report(repaired.error());
        found = reconciler.inspect(limits);
        if (!found) return report(found.error());
        auto mended = maintenance::repair_blobs(*blobs, (*application)->blobs(), (*application)->catalog(),
                                                (*application)->jobs());
        if (!mended) return report(mended.error());
        blobs = inspect_blobs(**application, limits);
        if (!blobs) return report(blobs.error());
    }
    print_out(arguments.json ? to_reconcile_json(*found, *blobs) : to_reconcile_text(*found, *blobs));
    return found->is_in_order() && blobs->is_in_order() ? kExitSuccess : kExitFailure;
}

}  // namespace

void add_reconcile_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("reconcile", kDescription);
    command->add_flag("--repair", arguments->repair, "Mend what can be mended");
    command->add_flag("--json", arguments->json, "JSON rather than text");
    show_setting(*command, session, "DATA_DIR");
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return reconcile(session, *arguments); }; });
}

}  // namespace genai::cli
