// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <numeric>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "api/document_json.hpp"
#include "cli/commands.hpp"
#include "cli/confirmation.hpp"
#include "cli/document_choice.hpp"
#include "cli/document_display.hpp"
#include "cli/documents_commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/selection_options.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Takes documents, with all their names, out of the collection.

Examples:
  genai documents delete 3fa9 report.pdf                    by the beginning of an id and by name, after asking
  genai documents delete --filter 'period < 2020'           all that pass the filter
  genai documents delete --all --yes --collection drafts    every document; the collection stays

All go in one transaction: questions that begin once this returns find none of them.
)";

struct Arguments {
    Scope scope;
    std::vector<std::string> documents;
    FilterOption filter;
    bool all = false;
    bool json = false;
    bool yes = false;
};

// What was chosen, and whether each that was named was found.
struct Choice {
    std::vector<Document> documents;
    bool is_complete = true;
};

Result<Choice> choose(app::Application& application, const Arguments& arguments) {
    auto filter = arguments.filter.read();
    if (!filter) return propagate(filter);
    auto all = all_documents(application.catalog(), arguments.scope);
    if (!all) return propagate(all);
    Choice choice;
    if (arguments.all) {
        choice.documents = std::move(*all);
    } else if (*filter) {
        const auto table = application.directory().table(arguments.scope);
        if (!table) return propagate(table);
        std::vector<std::string> versions;
        for (filters::DocumentTable::Row& row : (*table)->select(**filter)) versions.push_back(std::move(row.version));
        auto passed = application.catalog().documents_of_versions(arguments.scope, versions);
        if (!passed) return propagate(passed);
        choice.documents = std::move(*passed);
    }
    for (const std::string& wanted : arguments.documents) {
        auto document = choose_document(*all, arguments.scope, wanted);
        if (!document) {
            print_problem(document.error().message);
            choice.is_complete = false;
            continue;
        }
        const auto is_same = [&](const Document& known) { return known.id == document->id; };
        if (std::none_of(choice.documents.begin(), choice.documents.end(), is_same))
            choice.documents.push_back(std::move(*document));
    }
    return choice;
}

std::string question(const std::vector<Document>& documents, const Scope& scope) {
    const std::uint64_t pages =
        std::accumulate(documents.begin(), documents.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const Document& document) { return sum + document.pages; });
    const Document& first = documents.front();
    if (documents.size() == 1)
        return fmt::format("Delete {} ({}) and its {}?", printable_name(first.display_name()), counted(pages, "page"),
                           counted(first.names.size(), "name"));
    return fmt::format("Delete {} ({}) of the collection {}?", counted(documents.size(), "document"),
                       counted(pages, "page"), printable_name(scope.collection));
}

std::string to_text(const catalog::Removal& removal) {
    std::string text;
    for (const Document& document : removal.removed)
        text += fmt::format("deleted {} ({})\n", printable_name(document.display_name()), document.id);
    return text;
}

std::string to_json(const catalog::Removal& removal) {
    JsonWriter json;
    api::write_removal(json, removal);
    return json.take() + "\n";
}

int delete_documents(Session& session, const Arguments& arguments) {
    const int ways = (arguments.all ? 1 : 0) + (arguments.filter.text ? 1 : 0) + (arguments.documents.empty() ? 0 : 1);
    if (ways != 1)
        return report({ErrorKind::kInvalidInput,
                       "say which documents: by name or id, by --filter, or --all; see genai documents delete --help"});
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    catalog::Catalog& catalog = (*application)->catalog();
    if (auto known = app::require_collection(catalog, arguments.scope); !known) return report(known.error());
    auto choice = choose(**application, arguments);
    if (!choice) return report(choice.error());
    if (choice->documents.empty()) {
        if (choice->is_complete) print_problem("no document matches: nothing was deleted");
        return choice->is_complete ? kExitSuccess : kExitFailure;
    }
    if (!arguments.yes && !is_confirmed(question(choice->documents, arguments.scope))) return kExitFailure;
    std::vector<std::string> ids;
    for (const Document& document : choice->documents) ids.push_back(document.id);
    const auto removal = (*application)->deletion().remove_documents(arguments.scope, ids, {});
    if (!removal) return report(removal.error());
    print_out(arguments.json ? to_json(*removal) : to_text(*removal));
    return choice->is_complete ? kExitSuccess : kExitFailure;
}

}  // namespace

void add_documents_delete_command(CLI::App& documents, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* remove = documents.add_subcommand("delete", kDescription);
    remove->add_option("DOCUMENT", arguments->documents, "Ids, beginnings of ids (4 digits or more), or names");
    arguments->filter.add_to(*remove, "All documents that pass, as in 'period < 2020'");
    remove->add_flag("--all", arguments->all, "Every document of the collection");
    remove->add_flag("--yes,-y", arguments->yes, "Do not ask");
    remove->add_option("--collection", arguments->scope.collection, "Which collection [default]");
    remove->add_flag("--json", arguments->json, "JSON rather than text");
    show_setting(*remove, session, "DATA_DIR");
    show_exit_codes(*remove, {{kExitSuccess, "deleted"},
                              {kExitFailure, "not or not all deleted: no such document, several, or not confirmed"},
                              kUsageCode,
                              kSettingsCode});
    remove->callback([&session, arguments] {
        session.action = [&session, arguments] { return delete_documents(session, *arguments); };
    });
}

}  // namespace genai::cli
