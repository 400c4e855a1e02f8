// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/ingest_display.hpp"
#include "cli/interrupt.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "ingestion/discovery.hpp"
#include "ingestion/vanished.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription =
    R"(Reads files and folders (PDF, Word, PowerPoint, Excel, HTML, Markdown, text, CSV) into the store; unchanged files are skipped.

Examples:
  genai ingest ~/reports              every file of a known format below the folder
  genai ingest a.pdf b.pdf            these two
  genai ingest --json ~/reports       one JSON object a line for each file
  genai ingest --reindex ~/reports    also those that were indexed with other settings
  genai ingest --prune ~/reports      and remove what has vanished from the folder
  genai ingest --password-file passwords.txt ~/reports
                                      opens encrypted files, also those that were passed by before

The file of passwords has a line for each: NAME<TAB>PASSWORD for the file of that name (or whose path ends so), or a
PASSWORD alone, which is tried on every encrypted file. Keep it readable for yourself alone (chmod 600). It can be a
pipe: --password-file <(pass show reports). Passwords are neither kept nor logged.

Ctrl-C stops after what is being worked on, twice at once; the same command goes on from there, as it does after a crash.
)";

struct Arguments {
    std::vector<std::string> paths;
    Scope scope;
    std::string password_file;
    bool json = false;
    bool reindex = false;
    bool prune = false;
    bool wait = false;
};

Result<ingestion::Discovery> discover(const Session& session, const Arguments& arguments) {
    std::vector<std::filesystem::path> paths(arguments.paths.begin(), arguments.paths.end());
    if (!paths.empty()) return ingestion::discover(paths);
    auto found = ingestion::discover({session.settings().raw_data_dir});
    if (found) return found;
    return fail(found.error().kind, fmt::format("RAW_DATA_DIR: {}; name the files and folders to ingest, as in: "
                                                "genai ingest ~/reports",
                                                found.error().message));
}

Result<extraction::PasswordBook> read_passwords(const Arguments& arguments) {
    if (arguments.password_file.empty()) return extraction::PasswordBook();
    auto passwords = extraction::PasswordBook::read(arguments.password_file);
    if (!passwords) return fail(passwords.error().kind, "--password-file: " + passwords.error().message);
    return passwords;
}

// A new one must have a name that can be used everywhere; one that is there keeps its own.
Result<void> make_collection(catalog::Catalog& catalog, const Scope& scope) {
    auto version = catalog.collection_version(scope);
    if (!version) return propagate(version);
    if (!version->empty() || scope.collection == Scope{}.collection) return {};
    auto made = catalog.create_collection(scope);
    if (!made) return propagate(made);
    return {};
}

Result<ingestion::IngestReport> run_ingest(app::Application& application, const ingestion::Discovery& discovery,
                                           extraction::PasswordBook passwords, const Arguments& arguments,
                                           IngestDisplay& display, const Limits& limits) {
    using WhenBusy = ingestion::IngestLock::WhenBusy;
    if (auto made = make_collection(application.catalog(), arguments.scope); !made) return propagate(made);
    auto lock = application.ingest_lock(arguments.wait ? WhenBusy::kWait : WhenBusy::kRefuse, limits);
    if (!lock) return propagate(lock);
    auto extractor = application.make_extractor(std::move(passwords));
    if (!extractor) return propagate(extractor);
    auto ingestor = application.ingestor(**extractor);
    if (!ingestor) return propagate(ingestor);
    return ingestor->ingest(arguments.scope, discovery.files,
                            arguments.reindex ? ingestion::Reindex::kOtherSettings : ingestion::Reindex::kNo, display,
                            limits);
}

// Files that have gone from the folders given: their names are removed, or named.
int treat_vanished(app::Application& application, const ingestion::Discovery& discovery, const Arguments& arguments) {
    auto vanished = ingestion::find_vanished(arguments.scope, discovery, application.catalog());
    if (!vanished) return report(vanished.error());
    if (arguments.prune) {
        auto removed = ingestion::remove_vanished(arguments.scope, *vanished, discovery, application.catalog());
        if (!removed) return report(removed.error());
    }
    const std::string text = to_vanished_text(*vanished, arguments.prune ? Vanished::kRemoved : Vanished::kKept);
    arguments.json ? print_error(text) : print_out(text);
    return kExitSuccess;
}

// Folders that cannot be opened, files that share a name: named, since nothing of them is taken.
void name_unreadable(const ingestion::Discovery& discovery) {
    for (const ingestion::Skipped& one : discovery.unreadable)
        print_problem(printable_name(one.path.string()) + " was not read: " + printable_name(one.reason));
}

int ingest(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto discovery = discover(session, arguments);
    if (!discovery) {
        report(discovery.error());
        return kExitUsage;
    }
    auto passwords = read_passwords(arguments);
    if (!passwords) {
        report(passwords.error());
        return kExitUsage;
    }
    const Interrupt interrupt;
    auto application = session.open(Session::WhenMissing::kMake);
    if (!application) return report(application.error());
    IngestDisplay display(arguments.json ? IngestDisplay::Format::kJson : IngestDisplay::Format::kText,
                          arguments.scope);
    auto done = run_ingest(**application, *discovery, std::move(*passwords), arguments, display,
                           {Deadline::never(), interrupt.token()});
    display.finish();
    if (!done) return report(done.error());
    const std::string summary = to_summary(*done, *discovery);
    arguments.json ? print_error(summary) : print_out(summary);
    if (interrupt.is_requested()) {
        print_problem("stopped; the same command goes on from here");
        return kExitInterrupted;
    }
    name_unreadable(*discovery);
    const int treated = treat_vanished(**application, *discovery, arguments);
    return done->has_failures() || !discovery->unreadable.empty() ? kExitFailure : treated;
}

}  // namespace

void add_ingest_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("ingest", kDescription);
    command->add_option("PATH", arguments->paths, "Files and folders [RAW_DATA_DIR]");
    command->add_option("--collection", arguments->scope.collection,
                        "Where the documents go; made when it is not there [default]");
    command->add_flag("--json", arguments->json, "One JSON object a line for each file");
    command->add_flag("--reindex", arguments->reindex, "Rebuild what was indexed with other settings");
    command->add_option("--password-file", arguments->password_file, "Passwords for encrypted files");
    command->add_flag("--prune", arguments->prune, "Remove documents whose files have gone from the folders given");
    command->add_flag("--wait", arguments->wait, "Wait for another ingest that is running, rather than refuse");
    show_setting(*command, session, "DATA_DIR");
    show_setting(*command, session, "INGEST_WORKERS");
    show_exit_codes(*command, {{kExitSuccess, "all indexed or unchanged"},
                               {kExitFailure, "some failed, each named with its reason"},
                               kUsageCode,
                               kSettingsCode,
                               kInterruptedCode});
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return ingest(session, *arguments); }; });
}

}  // namespace genai::cli
