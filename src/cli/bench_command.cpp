// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/machine_benchmark.hpp"
#include "app/recall_benchmark.hpp"
#include "base/json_writer.hpp"
#include "cli/build_version.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/interrupt.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"
#include "ingestion/discovery.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription =
    R"(Measures this machine with real documents: reading, embedding, ingesting, asking.

Examples:
  genai bench                                    with the PDFs in samples/
  genai bench ~/reports --json
  genai bench ~/reports --embedding-precision int8
  genai bench --recall                           how much the index of your own documents finds

It works in a store of its own, which is removed again. Leave the machine alone meanwhile; figures per CPU second
suffer least when you cannot. With --recall it asks your store instead, with some of its own vectors: how many of
the nearest chunks the index finds, and how fast.
)";
constexpr const char* kSamples = "samples";

struct Arguments {
    std::vector<std::string> paths{kSamples};
    bool json = false;
    bool recall = false;
};

std::string to_text(const app::MachineFigures& figures) {
    return fmt::format(
        "{}; {} cores; {} files, {} pages, {} chunks\n"
        "reading      {:8.1f} pages/CPU-s\n"
        "embedding    {:8.0f} tokens/CPU-s {:8.0f} tokens/s\n"
        "ingesting    {:8.1f} pages/CPU-s  {:8.1f} pages/s\n"
        "asking       {:8.1f} queries/s    {:8.1f} ms (p50) {:.1f} ms (p95), retrieval alone\n",
        figures.embedder, figures.cores, figures.files, figures.pages, figures.chunks, figures.pages_per_cpu_second,
        figures.tokens_per_cpu_second, figures.tokens_per_second, figures.ingest_pages_per_cpu_second,
        figures.ingest_pages_per_second, figures.queries_per_second, figures.query_p50_ms, figures.query_p95_ms);
}

std::string to_json(const app::MachineFigures& figures) {
    JsonWriter json;
    json.begin_object()
        .member("version", build_version())
        .member("embedder", figures.embedder)
        .member("cores", figures.cores)
        .member("files", figures.files)
        .member("pages", figures.pages)
        .member("chunks", figures.chunks)
        .member("read_pages_per_cpu_s", figures.pages_per_cpu_second)
        .member("embed_tokens_per_s", figures.tokens_per_second)
        .member("embed_tokens_per_cpu_s", figures.tokens_per_cpu_second)
        .member("ingest_pages_per_s", figures.ingest_pages_per_second)
        .member("ingest_pages_per_cpu_s", figures.ingest_pages_per_cpu_second)
        .member("query_p50_ms", figures.query_p50_ms)
        .member("query_p95_ms", figures.query_p95_ms)
        .member("queries_per_s", figures.queries_per_second)
        .end_object();
    return json.take() + "\n";
}

Result<app::MachineFigures> measure(Session& session, const ingestion::Discovery& discovery, const Limits& limits) {
    const platform::TemporaryFolder folder;
    session.settings().data_dir = folder.path();
    session.settings().store_dir = folder.path() / "store";
    auto application = session.open(Session::WhenMissing::kMake);
    if (!application) return propagate(application);
    app::MachineBenchmark benchmark(**application, session.settings(),
                                    [](const std::string& stage) { print_error(stage + "...\n"); });
    auto figures = benchmark.measure(discovery.files, limits);
    session.close();
    return figures;
}

std::string to_text(const app::RecallFigures& figures) {
    const auto& index = figures.index;
    const std::size_t compared = index.rows - index.indexed_rows;
    const std::string built = index.build_seconds > 0 ? fmt::format("; built in {:.1f} s", index.build_seconds) : "";
    return fmt::format(
        "{} ({})\n"
        "chunks       {:8}   {} found by the index, {} compared one by one\n"
        "memory       {:8.0f} bytes a chunk{}\n"
        "recall@10    {:8.4f}   {} chunks as questions\n"
        "searching    {:8.2f} ms (p50) {:.2f} ms (p99)\n"
        "exactly      {:8.2f} ms (p50) {:.2f} ms (p99)\n",
        index.kind, index.why, index.rows, index.indexed_rows, compared,
        static_cast<double>(index.bytes) / static_cast<double>(std::max<std::size_t>(index.rows, 1)), built,
        figures.recall_at_10, figures.questions, figures.p50_ms, figures.p99_ms, figures.exact_p50_ms,
        figures.exact_p99_ms);
}

std::string to_json(const app::RecallFigures& figures) {
    JsonWriter json;
    json.begin_object()
        .member("version", build_version())
        .member("index", figures.index.kind)
        .member("why", figures.index.why)
        .member("chunks", figures.index.rows)
        .member("indexed_chunks", figures.index.indexed_rows)
        .member("bytes", figures.index.bytes)
        .member("build_s", figures.index.build_seconds)
        .member("questions", figures.questions)
        .member("recall_at_10", figures.recall_at_10)
        .member("p50_ms", figures.p50_ms)
        .member("p99_ms", figures.p99_ms)
        .member("exact_p50_ms", figures.exact_p50_ms)
        .member("exact_p99_ms", figures.exact_p99_ms)
        .end_object();
    return json.take() + "\n";
}

int bench_recall(Session& session, const Arguments& arguments) {
    auto application = session.open();
    if (!application) return report(application.error());
    const Interrupt interrupt;
    const auto figures = app::measure_recall(**application, Scope{}, {Deadline::never(), interrupt.token()});
    if (!figures) return report(figures.error());
    print_out(arguments.json ? to_json(*figures) : to_text(*figures));
    return kExitSuccess;
}

int bench(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    if (arguments.recall) return bench_recall(session, arguments);
    auto discovery = ingestion::discover({arguments.paths.begin(), arguments.paths.end()});
    if (!discovery) {
        print_problem(discovery.error().message + "; name files to measure with, as in: genai bench ~/reports");
        return kExitUsage;
    }
    const Interrupt interrupt;
    auto figures = measure(session, *discovery, {Deadline::never(), interrupt.token()});
    if (!figures) return report(figures.error());
    print_out(arguments.json ? to_json(*figures) : to_text(*figures));
    return kExitSuccess;
}

}  // namespace

void add_bench_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("bench", kDescription);
    command->add_option("PATH", arguments->paths, "Files and folders of them [samples]");
    command->add_flag("--json", arguments->json, "One JSON object");
    command->add_flag("--recall", arguments->recall, "Measure the vector index of the store instead");
    for (const char* name : {"EMBEDDING_PRECISION", "EMBEDDING_THREADS", "FAISS_INDEX_TYPE"})
        show_setting(*command, session, name);
    show_exit_codes(
        *command,
        {{kExitSuccess, "measured"}, {kExitFailure, "the work failed"}, kUsageCode, kSettingsCode, kInterruptedCode});
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return bench(session, *arguments); }; });
}

}  // namespace genai::cli
