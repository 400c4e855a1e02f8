// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "api/query_response.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/interrupt.hpp"
#include "cli/query_display.hpp"
#include "cli/selection_options.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Answers a question out of the documents, with numbered citations.

Examples:
  genai query "What were net revenues in the first quarter?"
  genai query --json "Who is the chief executive?" | jq .answer
  genai query --retrieve-only --top-k 10 "wealth management"
  genai query --filter 'organisation = "ACME" and period >= 2023' "What were net revenues?"
  genai query --collection reports --collection letters "Who signed the agreement?"
)";

struct Arguments {
    Question question;
    CollectionsOption collections;
    FilterOption filter;
    bool json = false;
    bool retrieve_only = false;
};

int query(Session& session, Arguments& arguments) {
    Question& question = arguments.question;
    if (question.text.find_first_not_of(" \t\n") == question.text.npos) {
        return report({ErrorKind::kInvalidInput, "the question is empty"});
    }
    auto filter = arguments.filter.read();
    if (!filter) return report(filter.error());
    question.filter = std::move(*filter);
    if (!session.load()) return kExitConfiguration;
    question.top_k = session.settings().retrieval.top_k;
    if (arguments.retrieve_only) question.want = Question::Want::kSourcesOnly;

    const Interrupt interrupt;
    auto application = session.open();
    if (!application) return report(application.error());
    auto scopes = arguments.collections.read((*application)->catalog());
    if (!scopes) return report(scopes.error());
    question.scopes = std::move(*scopes);
    if (question.scopes.size() > 1) question.naming = Question::Naming::kList;
    auto engine = (*application)->engine();
    if (!engine) return report(engine.error());
    auto answer = (*engine)->answerer->answer(question, {Deadline::never(), interrupt.token()});
    if (!answer) return report(answer.error());
    for (const Degradation& left_out : answer->degraded) {
        print_problem(fmt::format("left out: {} ({})", left_out.what, left_out.why));
    }
    if (arguments.json) {
        print_out(api::to_query_response(question, *answer) + "\n");
    } else {
        print_out(to_text(question, *answer, is_terminal(STDOUT_FILENO) ? terminal_width(STDOUT_FILENO) : 0));
    }
    if (answer->documents_allowed == 0) {
        print_problem("no document matches the filter; genai documents list --filter shows which ones do");
    } else if (answer->sources.empty()) {
        print_problem("nothing was found; genai documents list shows what is in the store");
    }
    return kExitSuccess;
}

}  // namespace

void add_query_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("query", kDescription);
    command->add_option("QUESTION", arguments->question.text, "The question")->required();
    arguments->collections.add_to(*command, "Where to look");
    arguments->filter.add_to(*command, "Only documents that pass, as in 'period >= 2023 and type = 10-Q'");
    command->add_flag("--json", arguments->json, "The QueryResponse that POST /query gives");
    command->add_flag("--retrieve-only", arguments->retrieve_only, "The sources alone, without an answer");
    show_setting(*command, session, "TOP_K", "Sources of the answer");
    show_setting(*command, session, "DATA_DIR");
    show_exit_codes(*command, {{kExitSuccess, "answered, also when nothing was found"},
                               {kExitFailure, "the work failed, or no documents were ever ingested"},
                               kUsageCode,
                               kSettingsCode,
                               kInterruptedCode});
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return query(session, *arguments); }; });
}

}  // namespace genai::cli
