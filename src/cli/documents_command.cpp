// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "api/document_json.hpp"
#include "cli/commands.hpp"
#include "cli/document_choice.hpp"
#include "cli/document_display.hpp"
#include "cli/documents_commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/selection_options.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "filters/document_selection.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Lists, shows, describes and deletes the documents of a collection.

Examples:
  genai documents list                                      what is in the store
  genai documents list --filter 'period >= 2023 and pages > 10'
  genai documents show report.pdf --page 6                  the text of a page, as it was read
  genai documents set report.pdf organisation=ACME period=2023-Q2
  genai documents delete 3fa9                               by the beginning of its id, after asking
)";

struct Arguments {
    Scope scope;
    std::string document;
    std::string name_part;
    FilterOption filter;
    std::uint32_t page = 0;
    bool json = false;
};

// In the catalog's order.
Result<std::vector<Document>> find_documents(app::Application& application, const Arguments& arguments) {
    auto filter = arguments.filter.read();
    if (!filter) return propagate(filter);
    if (!arguments.name_part.empty())
        filter = filters::both(std::move(*filter), filters::make_name_search(arguments.name_part));
    if (!*filter) return all_documents(application.catalog(), arguments.scope);
    const auto table = application.directory().table(arguments.scope);
    if (!table) return propagate(table);
    std::vector<std::string> versions;
    for (filters::DocumentTable::Row& row : (*table)->select(**filter)) versions.push_back(std::move(row.version));
    return application.catalog().documents_of_versions(arguments.scope, versions);
}

int list_documents(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    auto known = app::require_collection((*application)->catalog(), arguments.scope);
    if (!known) return report(known.error());
    auto documents = find_documents(**application, arguments);
    if (!documents) return report(documents.error());
    if (arguments.json) {
        print_out(api::to_document_list(*documents) + "\n");
    } else if (!documents->empty()) {
        print_out(to_document_table(*documents));
    } else if (arguments.filter.text || !arguments.name_part.empty()) {
        print_problem(fmt::format("no document of the collection {} matches", arguments.scope.collection));
    } else {
        print_problem(fmt::format("there are no documents in the collection {}; genai ingest PATH reads some",
                                  arguments.scope.collection));
    }
    return kExitSuccess;
}

int show_document(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    auto document = choose_document((*application)->catalog(), arguments.scope, arguments.document);
    if (!document) return report(document.error());
    if (arguments.page == 0) {
        print_out(arguments.json ? to_document_json(*document) : to_document_text(*document));
        return kExitSuccess;
    }
    auto page = (*application)->chunks().find_page(document->version, arguments.page);
    if (!page) return report(page.error());
    if (!*page) {
        return report(
            {ErrorKind::kNotFound, fmt::format("{} has no page {} with text (it has {})", document->display_name(),
                                               arguments.page, counted(document->pages, "page"))});
    }
    auto chunks = (*application)->chunks().chunks_of_page(document->version, arguments.page);
    if (!chunks) return report(chunks.error());
    print_out(arguments.json ? to_page_json(**page, *chunks) : to_page_text(**page, *chunks));
    return kExitSuccess;
}

void add_common(CLI::App& command, Session& session, const std::shared_ptr<Arguments>& arguments) {
    command.add_option("--collection", arguments->scope.collection, "Which collection [default]");
    command.add_flag("--json", arguments->json, "JSON rather than text");
    show_setting(command, session, "DATA_DIR");
}

}  // namespace

void add_documents_list_command(CLI::App& documents, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* list = documents.add_subcommand("list", "What is in the store");
    add_common(*list, session, arguments);
    arguments->filter.add_to(*list, "Only documents that pass, as in 'period >= 2023 and pages > 10'");
    list->add_option("--name", arguments->name_part, "Only documents with this in a name or the title");
    show_exit_codes(*list, {{kExitSuccess, "listed"},
                            {kExitFailure, "no documents were ever ingested, or no such collection"},
                            kUsageCode,
                            kSettingsCode});
    list->callback([&session, arguments] {
        session.action = [&session, arguments] { return list_documents(session, *arguments); };
    });
}

void add_documents_show_command(CLI::App& documents, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* show = documents.add_subcommand("show", "One document, or the text and chunks of one of its pages");
    add_common(*show, session, arguments);
    show->add_option("DOCUMENT", arguments->document, "Its id, the beginning of its id (4 digits or more), or its name")
        ->required();
    show->add_option("--page", arguments->page, "The page, from 1")->check(CLI::PositiveNumber);
    show_exit_codes(*show, {{kExitSuccess, "shown"},
                            {kExitFailure, "there is no such document or page, or several"},
                            kUsageCode,
                            kSettingsCode});
    show->callback([&session, arguments] {
        session.action = [&session, arguments] { return show_document(session, *arguments); };
    });
}

void add_documents_command(CLI::App& program, Session& session) {
    CLI::App* command = program.add_subcommand("documents", kDescription);
    command->require_subcommand(1);
    add_documents_list_command(*command, session);
    add_documents_show_command(*command, session);
    add_documents_set_command(*command, session);
    add_documents_delete_command(*command, session);
}

}  // namespace genai::cli
