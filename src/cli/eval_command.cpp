// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
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
#include "evaluation/comparison.hpp"
#include "evaluation/corpus_run.hpp"
#include "evaluation/html_report.hpp"
#include "evaluation/question_run.hpp"
#include "platform/files.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription =
    R"(Measures retrieval and answers by questions whose answers are known; each leg of the search for itself.

Examples:
  genai eval questions.jsonl                               the store of DATA_DIR
  genai eval questions.jsonl --min page_recall@5=0.9       a gate: exit code 3 below
  genai eval questions.jsonl --vector-weight 1             another configuration
  genai eval questions.jsonl --ablate VECTOR_WEIGHT=0      what an ingredient gives: the run with and without it
  genai eval questions.jsonl --details a.jsonl             keep each question's outcome
  genai eval --compare a.jsonl b.jsonl                     two kept runs, question by question
  genai eval questions.jsonl --against a.jsonl --report r.html   this run against a kept one, as a page with charts
  genai eval --corpus scifact/                             corpus.jsonl, queries.jsonl, qrels.tsv in a store of its own

A line of questions.jsonl: {"question": "...", "docs": ["a.pdf"], "pages": [6], "answer": "...", "id": "q1"}, all but
the question optional. Empty docs and pages: a question that the documents do not answer. With a "kind", measures are
given for each kind too. Intervals hold 95 % of 2,000 resamples of the questions.
)";
constexpr std::uint64_t kQuestionsBytesMax = 256ULL << 20;
constexpr std::size_t kThreadsMax = 256;

struct Arguments {
    std::string questions;
    std::string corpus;
    std::string details;
    std::string report;
    std::string against;
    std::vector<std::string> compared;  // two runs, or none
    std::vector<std::string> ablations;
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

// What was asked, and what came back.
struct Run {
    std::vector<evaluation::LabelledQuestion> questions;
    std::vector<evaluation::QuestionOutcome> outcomes;
};

Result<std::vector<evaluation::LabelledQuestion>> read_questions(const std::string& file) {
    auto text = platform::read_file(file, kQuestionsBytesMax);
    if (!text) return propagate(text);
    auto questions = evaluation::parse_questions(*text);
    if (!questions) return fail(questions.error().kind, file + ": " + questions.error().message);
    return questions;
}

Result<std::vector<evaluation::SavedOutcome>> read_outcomes(const std::string& file) {
    auto text = platform::read_file(file, kQuestionsBytesMax);
    if (!text) return propagate(text);
    auto outcomes = evaluation::parse_outcomes(*text);
    if (!outcomes) return fail(outcomes.error().kind, file + ": " + outcomes.error().message);
    return outcomes;
}

Result<std::vector<evaluation::QuestionOutcome>> ask(Session& session, const Arguments& arguments,
                                                     const std::vector<evaluation::LabelledQuestion>& questions,
                                                     const Limits& limits) {
    session.close();
    auto application = session.open();
    if (!application) return propagate(application);
    const auto settings = run_settings(session, **application, arguments);
    if (!settings) return propagate(settings);
    auto engine = (*application)->engine();
    if (!engine) return propagate(engine);
    ProgressLine progress("questions", questions.size());
    evaluation::QuestionRun run(*settings, *(*engine)->retriever, *(*engine)->answerer);
    auto outcomes = run.ask(
        questions, [&](std::size_t done) { progress.show(done); }, limits);
    progress.finish();
    return outcomes;
}

// The comparison with an earlier run, when one is named.
Result<std::optional<evaluation::Comparison>> compare_with_earlier(const Arguments& arguments, const Run& run) {
    if (arguments.against.empty()) return std::optional<evaluation::Comparison>();
    auto earlier = read_outcomes(arguments.against);
    if (!earlier) return propagate(earlier);
    return evaluation::compare(*earlier, to_saved(run.questions, run.outcomes));
}

// Writes the files that were asked for and returns the measures.
Result<evaluation::EvaluationReport> keep(const Arguments& arguments, const Run& run) {
    auto comparison = compare_with_earlier(arguments, run);
    if (!comparison) return propagate(comparison);
    const evaluation::EvaluationReport report = evaluation::summarise(run.outcomes);
    if (!arguments.details.empty()) {
        auto written = platform::write_file_atomically(arguments.details, to_details(run.questions, run.outcomes));
        if (!written) return propagate(written);
    }
    if (!arguments.report.empty()) {
        const std::string html = evaluation::to_html(report, run.questions, run.outcomes, *comparison);
        auto written = platform::write_file_atomically(arguments.report, html);
        if (!written) return propagate(written);
    }
    if (*comparison && !arguments.json) print_out(to_text(**comparison) + "\n");
    return report;
}

// Asks everything again with one setting changed, and shows what that changes.
Result<void> ablate(Session& session, const Arguments& arguments, const std::string& ablation, const Run& run,
                    const Limits& limits) {
    const std::size_t equals = ablation.find('=');
    auto& rows = session.options().rows();
    const auto option = std::find_if(rows.begin(), rows.end(), [&](const platform::Option& row) {
        return row.name() == ablation.substr(0, equals);
    });
    const std::string kept = option->value();
    auto assigned = option->assign(ablation.substr(equals + 1), platform::Origin::kFlag, "--ablate");
    if (!assigned)
        return fail(ErrorKind::kInvalidInput, fmt::format("--ablate {}: {}", ablation, assigned.error().message));
    auto outcomes = ask(session, arguments, run.questions, limits);
    auto restored = option->assign(kept, platform::Origin::kFlag, "--ablate");
    if (!outcomes) return propagate(outcomes);
    if (!restored) return propagate(restored);
    const auto comparison =
        evaluation::compare(to_saved(run.questions, run.outcomes), to_saved(run.questions, *outcomes));
    print_out(fmt::format("\nWith {}:\n", printable_name(ablation)) + to_text(comparison));
    return {};
}

// Names what is wrong with the ablations before anything is asked.
Result<void> check_ablations(Session& session, const Arguments& arguments) {
    for (const std::string& ablation : arguments.ablations) {
        const std::size_t equals = ablation.find('=');
        const std::string name = ablation.substr(0, equals);
        const platform::Option* option = session.options().find(name);
        if (equals == std::string::npos || name.empty())
            return fail(ErrorKind::kInvalidInput,
                        fmt::format("--ablate {}: expected SETTING=VALUE, as in VECTOR_WEIGHT=0", ablation));
        if (option == nullptr || option->is_secret())
            return fail(ErrorKind::kInvalidInput,
                        fmt::format("--ablate {}: there is no such setting; genai config print lists them", ablation));
    }
    if (!arguments.ablations.empty() && (arguments.json || !arguments.corpus.empty()))
        return fail(ErrorKind::kInvalidInput,
                    "--ablate goes with neither --json nor --corpus: it shows comparisons of "
                    "questions with labels; compare runs kept with --details instead");
    return {};
}

Result<evaluation::EvaluationReport> run_questions(Session& session, const Arguments& arguments, const Limits& limits) {
    if (auto sound = check_ablations(session, arguments); !sound) return propagate(sound);
    auto questions = read_questions(arguments.questions);
    if (!questions) return propagate(questions);
    Run run{std::move(*questions), {}};
    auto outcomes = ask(session, arguments, run.questions, limits);
    if (!outcomes) return propagate(outcomes);
    run.outcomes = std::move(*outcomes);
    auto report = keep(arguments, run);
    for (const std::string& ablation : arguments.ablations) {
        if (!report) break;
        if (auto done = ablate(session, arguments, ablation, run, limits); !done) return propagate(done);
    }
    return report;
}

int compare_runs(const Arguments& arguments) {
    auto before = read_outcomes(arguments.compared.front());
    if (!before) return report(before.error());
    auto after = read_outcomes(arguments.compared.back());
    if (!after) return report(after.error());
    const evaluation::Comparison comparison = evaluation::compare(*before, *after);
    if (comparison.measures.empty()) {
        print_problem(fmt::format("{} and {} have no measured question in common", arguments.compared.front(),
                                  arguments.compared.back()));
        return kExitFailure;
    }
    print_out(arguments.json ? to_json(comparison) : to_text(comparison));
    return kExitSuccess;
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
    const bool compares = !arguments.compared.empty();
    const int inputs = (arguments.questions.empty() ? 0 : 1) + (arguments.corpus.empty() ? 0 : 1) + (compares ? 1 : 0);
    if (inputs != 1) {
        print_problem(
            "name a file of questions, or a collection with --corpus, or two runs with --compare; see genai "
            "eval --help");
        return kExitUsage;
    }
    if (compares) return compare_runs(arguments);
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
    return failures.empty() ? kExitSuccess : kExitBelow;
}

}  // namespace

void add_eval_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("eval", kDescription);
    command->add_option("QUESTIONS", arguments->questions, "Labelled questions, one JSON object a line");
    command->add_option("--corpus", arguments->corpus, "The folder of a retrieval collection");
    arguments->collections.add_to(*command, "Which collection is asked");
    arguments->filter.add_to(*command, "Only documents that pass are asked, as in 'period >= 2023'");
    command->add_option("--min", arguments->gates, "MEASURE=VALUE: exit code 3 when the measure is below; repeatable")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--threads", arguments->threads, "Questions asked at once [1]")
        ->check(CLI::Range(std::size_t{1}, kThreadsMax));
    command->add_option("--details", arguments->details,
                        "Write each question's outcome to this file, a JSON line each");
    command->add_option("--against", arguments->against, "Compare with this earlier run, a file of --details");
    command->add_option("--report", arguments->report, "Write a page with charts to this file; it needs no network");
    command->add_option("--compare", arguments->compared, "Two files of --details: what changed, question by question")
        ->expected(2);
    command
        ->add_option("--ablate", arguments->ablations,
                     "SETTING=VALUE: ask once more with it and show what changes; repeatable")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_flag("--json", arguments->json, "One JSON object of measures");
    show_setting(*command, session, "TOP_K", "Sources that each answer is drawn from; pages are judged deeper");
    for (const char* name : {"VECTOR_WEIGHT", "DATA_DIR"}) show_setting(*command, session, name);
    show_exit_codes(*command, {{kExitSuccess, "measured"},
                               {kExitFailure, "the work failed"},
                               kUsageCode,
                               {kExitBelow, "a measure is below its --min, or was not measured"},
                               kSettingsCode,
                               kInterruptedCode});
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return evaluate(session, *arguments); }; });
}

}  // namespace genai::cli
