// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "api/document_json.hpp"
#include "cli/commands.hpp"
#include "cli/confirmation.hpp"
#include "cli/document_display.hpp"
#include "cli/exit_codes.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Lists, makes and deletes collections; each holds documents of its own.

Examples:
  genai collections list
  genai collections create contracts            genai ingest --collection contracts makes it, too
  genai collections delete contracts            with all documents in it, after asking
)";

struct Arguments {
    Scope scope;
    bool json = false;
    bool yes = false;
};

std::string to_json(const catalog::Collection& collection) {
    JsonWriter json;
    api::write_collection(json, collection);
    return json.take() + "\n";
}

int list_collections(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    const auto collections = (*application)->catalog().collections(arguments.scope.tenant);
    if (!collections) return report(collections.error());
    if (arguments.json) {
        JsonWriter json;
        json.begin_array();
        for (const catalog::Collection& collection : *collections) api::write_collection(json, collection);
        json.end_array();
        print_out(json.take() + "\n");
        return kExitSuccess;
    }
    std::vector<std::vector<std::string>> rows{{"DOCUMENTS", "PAGES", "CHUNKS", "BYTES", "NAME"}};
    for (const catalog::Collection& collection : *collections)
        rows.push_back({with_commas(collection.documents), with_commas(collection.pages),
                        with_commas(collection.chunks), with_commas(collection.bytes),
                        printable_name(collection.name)});
    print_out(aligned(rows));
    return kExitSuccess;
}

int create_collection(Session& session, const Arguments& arguments) {
    if (auto checked = check_collection_name(arguments.scope.collection); !checked) return report(checked.error());
    if (!session.load()) return kExitConfiguration;
    auto application = session.open(Session::WhenMissing::kMake);
    if (!application) return report(application.error());
    catalog::Catalog& catalog = (*application)->catalog();
    const auto created = catalog.create_collection(arguments.scope);
    if (!created) return report(created.error());
    const auto collection = catalog.find_collection(arguments.scope);
    if (!collection) return report(collection.error());
    if (*created == catalog::Creation::kExisted)
        print_problem(fmt::format("the collection {} exists already", arguments.scope.collection));
    if (arguments.json && *collection) print_out(to_json(**collection));
    if (!arguments.json && *created == catalog::Creation::kCreated)
        print_out(fmt::format("created {}\n", arguments.scope.collection));
    return kExitSuccess;
}

int delete_collection(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    catalog::Catalog& catalog = (*application)->catalog();
    const auto found = catalog.find_collection(arguments.scope);
    if (!found) return report(found.error());
    if (!*found) return report(catalog::no_such_collection(arguments.scope.collection).value());
    if (arguments.scope.collection == Scope{}.collection) {
        print_problem(catalog::default_collection_stays().value().message + ": genai documents delete --all");
        return kExitFailure;
    }
    const std::string question =
        fmt::format("Delete the collection {} with {} ({})?", printable_name((*found)->name),
                    counted((*found)->documents, "document"), counted((*found)->pages, "page"));
    if (!arguments.yes && !is_confirmed(question)) return kExitFailure;
    const auto removed = (*application)->deletion().remove_collection(arguments.scope, {});
    if (!removed) return report(removed.error());
    print_out(arguments.json ? to_json(*removed)
                             : fmt::format("deleted {} with {}\n", printable_name(removed->name),
                                           counted(removed->documents, "document")));
    return kExitSuccess;
}

using Action = int (*)(Session&, const Arguments&);

CLI::App& add_subcommand(CLI::App& collections, Session& session, const std::string& name, const std::string& doc,
                         const std::shared_ptr<Arguments>& arguments, Action action) {
    CLI::App* command = collections.add_subcommand(name, doc);
    command->add_flag("--json", arguments->json, "JSON rather than text");
    show_setting(*command, session, "DATA_DIR");
    command->callback([&session, arguments, action] {
        session.action = [&session, arguments, action] { return action(session, *arguments); };
    });
    return *command;
}

}  // namespace

void add_collections_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("collections", kDescription);
    command->require_subcommand(1);
    CLI::App& list =
        add_subcommand(*command, session, "list", "What each collection holds", arguments, list_collections);
    show_exit_codes(
        list, {{kExitSuccess, "listed"}, {kExitFailure, "no documents were ever ingested"}, kUsageCode, kSettingsCode});
    CLI::App& create =
        add_subcommand(*command, session, "create", "Make an empty collection", arguments, create_collection);
    create.add_option("NAME", arguments->scope.collection, "Letters, digits, . _ and -")->required();
    show_exit_codes(create,
                    {{kExitSuccess, "it exists"}, {kExitFailure, "the work failed"}, kUsageCode, kSettingsCode});
    CLI::App& remove = add_subcommand(*command, session, "delete", "Delete a collection and all documents in it",
                                      arguments, delete_collection);
    remove.add_option("NAME", arguments->scope.collection, "Its name")->required();
    remove.add_flag("--yes,-y", arguments->yes, "Do not ask");
    show_exit_codes(remove, {{kExitSuccess, "deleted"},
                             {kExitFailure, "not deleted: no such collection, the default one, or not confirmed"},
                             kUsageCode,
                             kSettingsCode});
}

}  // namespace genai::cli
