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
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription = R"(Answers a question out of the documents, with numbered citations.

Examples:
  genai query "What were net revenues in the first quarter?"
  genai query --json "Who is the chief executive?" | jq .answer
  genai query --retrieve-only --top-k 10 "wealth management"
)";

struct Arguments {
    Question question;
    bool json = false;
    bool retrieve_only = false;
};

int query(Session& session, Arguments& arguments) {
    Question& question = arguments.question;
    if (question.text.find_first_not_of(" \t\n") == question.text.npos) {
        return report({ErrorKind::kInvalidInput, "the question is empty"});
    }
    if (!session.load()) return kExitConfiguration;
    question.top_k = session.settings().retrieval.top_k;
    if (arguments.retrieve_only) question.want = Question::Want::kSourcesOnly;

    const Interrupt interrupt;
    auto application = session.open();
    if (!application) return report(application.error());
    if (auto known = app::require_collection((*application)->catalog(), question.scope); !known) {
        return report(known.error());
    }
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
    if (answer->sources.empty()) print_problem("nothing was found; genai documents list shows what is in the store");
    return kExitSuccess;
}

}  // namespace

void add_query_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("query", kDescription);
    command->add_option("QUESTION", arguments->question.text, "The question")->required();
    command->add_option("--collection", arguments->question.scope.collection, "Where to look [default]");
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
