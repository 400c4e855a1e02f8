// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "api/document_json.hpp"
#include "cli/commands.hpp"
#include "cli/document_choice.hpp"
#include "cli/document_display.hpp"
#include "cli/exit_codes.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Lists, shows and deletes the documents of a collection.

Examples:
  genai documents list                          what is in the store
  genai documents show report.pdf --page 6      the text of a page, as it was read
  genai documents delete 3fa9                   by the beginning of its id, after asking
)";

struct Arguments {
    Scope scope;
    std::string document;
    std::uint32_t page = 0;
    bool json = false;
    bool yes = false;
};

int list_documents(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    catalog::Catalog& catalog = (*application)->catalog();
    if (auto known = app::require_collection(catalog, arguments.scope); !known) return report(known.error());
    auto documents = all_documents(catalog, arguments.scope);
    if (!documents) return report(documents.error());
    if (arguments.json) {
        print_out(api::to_document_list(*documents) + "\n");
    } else if (documents->empty()) {
        print_problem(fmt::format("there are no documents in the collection {}; genai ingest PATH reads some",
                                  arguments.scope.collection));
    } else {
        print_out(to_document_table(*documents));
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
        return report({ErrorKind::kNotFound, fmt::format("{} has no page {} with text (it has {} pages)",
                                                         document->display_name(), arguments.page, document->pages)});
    }
    auto chunks = (*application)->chunks().chunks_of_page(document->version, arguments.page);
    if (!chunks) return report(chunks.error());
    print_out(arguments.json ? to_page_json(**page, *chunks) : to_page_text(**page, *chunks));
    return kExitSuccess;
}

// Asks on the terminal; without one there is nobody to ask, and --yes is needed.
bool is_confirmed(const Document& document) {
    if (!is_terminal(STDIN_FILENO)) {
        print_problem("not deleted: there is no terminal to ask on; --yes deletes without asking");
        return false;
    }
    print_error(fmt::format("Delete {} ({} pages) and its {} name(s)? [y/N] ", printable_name(document.display_name()),
                            document.pages, document.names.size()));
    std::string reply;
    std::getline(std::cin, reply);
    return reply == "y" || reply == "Y" || reply == "yes";
}

int delete_document(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    auto document = choose_document((*application)->catalog(), arguments.scope, arguments.document);
    if (!document) return report(document.error());
    if (!arguments.yes && !is_confirmed(*document)) return kExitFailure;
    auto removed = (*application)->catalog().remove(arguments.scope, document->id);
    if (!removed) return report(removed.error());
    print_out(arguments.json
                  ? to_document_json(*document)
                  : fmt::format("deleted {} ({})\n", printable_name(document->display_name()), document->id));
    return kExitSuccess;
}

void add_common(CLI::App& command, Session& session, const std::shared_ptr<Arguments>& arguments) {
    command.add_option("--collection", arguments->scope.collection, "Which collection [default]");
    command.add_flag("--json", arguments->json, "JSON rather than text");
    show_setting(command, session, "DATA_DIR");
}

}  // namespace

void add_documents_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("documents", kDescription);
    command->require_subcommand(1);

    CLI::App* list = command->add_subcommand("list", "What is in the store");
    add_common(*list, session, arguments);
    show_exit_codes(*list, {{kExitSuccess, "listed"},
                            {kExitFailure, "no documents were ever ingested, or no such collection"},
                            kUsageCode,
                            kSettingsCode});
    list->callback([&session, arguments] {
        session.action = [&session, arguments] { return list_documents(session, *arguments); };
    });

    CLI::App* show = command->add_subcommand("show", "One document, or the text and chunks of one of its pages");
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

    CLI::App* remove = command->add_subcommand("delete", "Take a document, with all its names, out of the collection");
    add_common(*remove, session, arguments);
    remove
        ->add_option("DOCUMENT", arguments->document, "Its id, the beginning of its id (4 digits or more), or its name")
        ->required();
    remove->add_flag("--yes,-y", arguments->yes, "Do not ask");
    show_exit_codes(*remove, {{kExitSuccess, "deleted"},
                              {kExitFailure, "not deleted: no such document, several, or not confirmed"},
                              kUsageCode,
                              kSettingsCode});
    remove->callback([&session, arguments] {
        session.action = [&session, arguments] { return delete_document(session, *arguments); };
    });
}

}  // namespace genai::cli
