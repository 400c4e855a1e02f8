// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/eval_display.hpp"
#include "cli/exit_codes.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_line.hpp"
#include "cli/selection_options.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "evaluation/corpus_run.hpp"
#include "evaluation/question_run.hpp"
#include "platform/files.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription =
    R"(Measures retrieval and answers by questions whose answers are known; each leg of the search for itself.

Examples:
  genai eval questions.jsonl                               the store of DATA_DIR
  genai eval questions.jsonl --min page_recall@5=0.9       a gate: exit code 1 below
  genai eval questions.jsonl --vector-weight 1             another configuration
  genai eval --corpus scifact/                             corpus.jsonl, queries.jsonl, qrels.tsv in a store of its own

A line of questions.jsonl: {"question": "...", "docs": ["a.pdf"], "pages": [6], "answer": "...", "id": "q1"}, all but
the question optional. Empty docs and pages: a question that the documents do not answer.
)";
constexpr std::uint64_t kQuestionsBytesMax = 256ULL << 20;
constexpr std::size_t kThreadsMax = 256;

struct Arguments {
    std::string questions;
    std::string corpus;
    std::string details;
    std::vector<std::string> gates;
    CollectionsOption collections;
    FilterOption filter;
    std::size_t threads = 1;
    bool json = false;
};

Result<evaluation::QuestionRun::Settings> run_settings(const Session& session, app::Application& application,
                                                       const Arguments& arguments) {
    auto scopes = arguments.collections.read(application.catalog());
    if (!scopes) return propagate(scopes);
    auto filter = arguments.filter.read();
    if (!filter) return propagate(filter);
    return evaluation::QuestionRun::Settings{std::move(*scopes), session.settings().retrieval.top_k, arguments.threads,
                                             std::move(*filter)};
}

Result<evaluation::EvaluationReport> run_questions(Session& session, const Arguments& arguments, const Limits& limits) {
    auto text = platform::read_file(arguments.questions, kQuestionsBytesMax);
    if (!text) return propagate(text);
    auto questions = evaluation::parse_questions(*text);
    if (!questions) return fail(questions.error().kind, arguments.questions + ": " + questions.error().message);
    auto application = session.open();
    if (!application) return propagate(application);
    const auto settings = run_settings(session, **application, arguments);
    if (!settings) return propagate(settings);
    auto engine = (*application)->engine();
    if (!engine) return propagate(engine);

    ProgressLine progress("questions", questions->size());
    evaluation::QuestionRun run(*settings, *(*engine)->retriever, *(*engine)->answerer);
    auto outcomes = run.ask(
        *questions, [&](std::size_t done) { progress.show(done); }, limits);
    progress.finish();
    if (!outcomes) return propagate(outcomes);
    if (!arguments.details.empty()) {
        auto written = platform::write_file_atomically(arguments.details, to_details(*questions, *outcomes));
        if (!written) return propagate(written);
    }
    return evaluation::summarise(*outcomes);
}

// Shows how far the ingest of a corpus is; what becomes of each text is of no interest, unless it failed.
class CorpusObserver final : public ingestion::IngestObserver {
public:
    explicit CorpusObserver(std::size_t texts) : progress_("texts", texts) {}
    void on_progress(const ingestion::Progress& progress) override { progress_.show(progress.files_done); }
    void on_file(const ingestion::FileReport&) override {}

private:
    ProgressLine progress_;
};

Result<void> ingest_corpus(app::Application& application, const evaluation::Corpus& corpus, const Arguments& arguments,
                           const std::filesystem::path& folder, const Limits& limits) {
    Scope scope;
    if (!arguments.collections.names.empty()) scope.collection = arguments.collections.names.front();
    auto files = evaluation::write_texts(corpus, folder);
    if (!files) return propagate(files);
    evaluation::CorpusExtractor extractor;
    auto ingestor = application.ingestor(extractor);
    if (!ingestor) return propagate(ingestor);
    CorpusObserver observer(files->size());
    auto done = ingestor->ingest(scope, *files, ingestion::Reindex::kNo, observer, limits);
    if (!done) return propagate(done);
    for (const ingestion::FileReport& file : done->files) {
        if (file.outcome != ingestion::Outcome::kUnreadable) continue;
        return fail(ErrorKind::kInternal, fmt::format("{}: {}", file.file.name.path, file.reason));
    }
    return limits.check("ingesting the corpus");
}

Result<evaluation::EvaluationReport> run_corpus(Session& session, const Arguments& arguments, const Limits& limits) {
    auto corpus = evaluation::read_corpus(arguments.corpus);
    if (!corpus) return propagate(corpus);
    const platform::TemporaryFolder folder;
    session.settings().data_dir = folder.path();
    session.settings().store_dir = folder.path() / "store";
    auto application = session.open(Session::WhenMissing::kMake);
    if (!application) return propagate(application);
    if (auto in = ingest_corpus(**application, *corpus, arguments, folder.path() / "texts", limits); !in)
        return propagate(in);
    auto engine = (*application)->engine();
    if (!engine) return propagate(engine);
    const auto settings = run_settings(session, **application, arguments);
    if (!settings) return propagate(settings);
    ProgressLine progress("queries", corpus->queries.size());
    auto report = evaluation::run_corpus(
        *corpus, *(*engine)->retriever, *settings, [&](std::size_t done) { progress.show(done); }, limits);
    session.close();
    return report;
}

int evaluate(Session& session, const Arguments& arguments) {
    if (arguments.questions.empty() == arguments.corpus.empty()) {
        print_problem("name a file of questions, or a collection with --corpus; see genai eval --help");
        return kExitUsage;
    }
    auto gates = parse_gates(arguments.gates);
    if (!gates) return report(gates.error());
    if (!session.load()) return kExitConfiguration;
    const Interrupt interrupt;
    const Limits limits{Deadline::never(), interrupt.token()};
    auto measured =
        arguments.corpus.empty() ? run_questions(session, arguments, limits) : run_corpus(session, arguments, limits);
    if (!measured) return report(measured.error());
    print_out(arguments.json ? to_json(*measured) : to_text(*measured));
    const auto failures = failed_gates(*gates, *measured);
    for (const std::string& failure : failures) print_problem(failure);
    return failures.empty() ? kExitSuccess : kExitFailure;
}

}  // namespace

void add_eval_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("eval", kDescription);
    command->add_option("QUESTIONS", arguments->questions, "Labelled questions, one JSON object a line");
    command->add_option("--corpus", arguments->corpus, "The folder of a retrieval collection");
    arguments->collections.add_to(*command, "Which collection is asked");
    arguments->filter.add_to(*command, "Only documents that pass are asked, as in 'period >= 2023'");
    command->add_option("--min", arguments->gates, "MEASURE=VALUE: exit code 1 when the measure is below; repeatable")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--threads", arguments->threads, "Questions asked at once [1]")
        ->check(CLI::Range(std::size_t{1}, kThreadsMax));
    command->add_option("--details", arguments->details,
                        "Write each question's outcome to this file, a JSON line each");
    command->add_flag("--json", arguments->json, "One JSON object of measures");
    show_setting(*command, session, "TOP_K", "Sources that each answer is drawn from; pages are judged deeper");
    for (const char* name : {"VECTOR_WEIGHT", "DATA_DIR"}) show_setting(*command, session, name);
    show_exit_codes(*command, {{kExitSuccess, "measured"},
                               {kExitFailure, "the work failed, or a measure is below its --min"},
                               kUsageCode,
                               kSettingsCode,
                               kInterruptedCode});
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return evaluate(session, *arguments); }; });
}

}  // namespace genai::cli
