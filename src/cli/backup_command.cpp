// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/blob_folder.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "ingestion/ingest_lock.hpp"
#include "maintenance/backup.hpp"
#include "platform/files.hpp"

namespace genai::cli {
namespace {

constexpr const char* kBackupDescription =
    R"(Copies the store, as one moment sees it, into a new folder; a server may run on.

Examples:
  genai backup /mnt/backups/2026-11-23
  genai restore /mnt/backups/2026-11-23
)";

constexpr const char* kRestoreDescription = R"(Puts a backup in the place of the store, after checking it.

Examples:
  genai restore /mnt/backups/2026-11-23               into an empty DATA_DIR
  genai restore --overwrite /mnt/backups/2026-11-23   in place of the store that is there; stop the server first
)";

struct Arguments {
    std::string folder;
    bool overwrite = false;
};

int back_up(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    auto manifest = maintenance::back_up((*application)->database(), app::open_blobs, arguments.folder);
    if (!manifest) return report(manifest.error());
    print_out(fmt::format("backed up {} bytes and {} uploads to {}\n", with_commas(manifest->bytes),
                          with_commas(manifest->blobs.size()), printable(arguments.folder)));
    return kExitSuccess;
}

int restore(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    const app::Settings& settings = session.settings();
    if (auto made = platform::make_folder(settings.data_dir); !made) return report(made.error());
    auto lock = ingestion::IngestLock::acquire(settings.data_dir, ingestion::IngestLock::WhenBusy::kRefuse, {});
    if (!lock) return report(lock.error());
    auto manifest =
        maintenance::restore(arguments.folder, app::store_file(settings), app::open_tables, app::open_blobs,
                             arguments.overwrite ? maintenance::Overwrite::kYes : maintenance::Overwrite::kNo);
    if (!manifest) return report(manifest.error());
    print_out(fmt::format("restored the backup of {} ({} bytes, {} uploads)\n", printable(manifest->created),
                          with_commas(manifest->bytes), with_commas(manifest->blobs.size())));
    return kExitSuccess;
}

}  // namespace

void add_backup_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("backup", kBackupDescription);
    command->add_option("FOLDER", arguments->folder, "Where the backup goes; new or empty")->required();
    show_setting(*command, session, "DATA_DIR");
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return back_up(session, *arguments); }; });
}

void add_restore_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("restore", kRestoreDescription);
    command->add_option("FOLDER", arguments->folder, "The backup")->required();
    command->add_flag("--overwrite", arguments->overwrite, "Replace the store that is there");
    show_setting(*command, session, "DATA_DIR");
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return restore(session, *arguments); }; });
}

}  // namespace genai::cli
