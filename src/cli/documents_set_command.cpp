// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/document_choice.hpp"
#include "cli/document_display.hpp"
#include "cli/documents_commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Says what is known of a document as a whole, to filter by.

Examples:
  genai documents set report.pdf organisation="ACME Ltd" type=10-Q period=2023-Q2
  genai documents set report.pdf title=                     nothing after the = removes it

The facts are title, organisation, type, period and date; period and date are a year, quarter, month or day (2023,
2023-Q2, 2023-06, 2023-06-30). They stay when the document is indexed anew, and are gone when it is deleted.
)";

struct Arguments {
    Scope scope;
    std::string document;
    std::vector<std::string> facts;
    bool json = false;
};

// "key=value" to a change; "key=" removes.
Result<FactChanges> read_changes(const std::vector<std::string>& texts) {
    FactChanges changes;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == text.npos) return fail(ErrorKind::kInvalidInput, fmt::format("\"{}\" has no =", text));
        const auto key = parse_fact_key(text.substr(0, equals));
        if (!key)
            return fail(ErrorKind::kInvalidInput,
                        fmt::format("{} is no fact; the facts are {}", text.substr(0, equals), fact_names()));
        if (changes.contains(*key))
            return fail(ErrorKind::kInvalidInput, fmt::format("{} is given twice", to_string(*key)));
        if (equals + 1 == text.size()) {
            changes[*key] = std::nullopt;
            continue;
        }
        auto value = parse_fact(*key, text.substr(equals + 1));
        if (!value) return propagate(value);
        changes[*key] = std::move(*value);
    }
    return changes;
}

int set_facts(Session& session, const Arguments& arguments) {
    const auto changes = read_changes(arguments.facts);
    if (!changes) return report(changes.error());
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    auto document = choose_document((*application)->catalog(), arguments.scope, arguments.document);
    if (!document) return report(document.error());
    auto changed = (*application)->catalog().set_facts(arguments.scope, document->id, *changes);
    if (!changed) return report(changed.error());
    print_out(arguments.json ? to_document_json(*changed) : to_document_text(*changed));
    return kExitSuccess;
}

}  // namespace

void add_documents_set_command(CLI::App& documents, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* set = documents.add_subcommand("set", kDescription);
    set->add_option("DOCUMENT", arguments->document, "Its id, the beginning of its id (4 digits or more), or its name")
        ->required();
    set->add_option("FACT=VALUE", arguments->facts, "What is known of it; nothing after the = removes it")->required();
    set->add_option("--collection", arguments->scope.collection, "Which collection [default]");
    set->add_flag("--json", arguments->json, "JSON rather than text");
    show_setting(*set, session, "DATA_DIR");
    show_exit_codes(
        *set,
        {{kExitSuccess, "set"}, {kExitFailure, "there is no such document, or several"}, kUsageCode, kSettingsCode});
    set->callback(
        [&session, arguments] { session.action = [&session, arguments] { return set_facts(session, *arguments); }; });
}

}  // namespace genai::cli
