// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "app/machine_benchmark.hpp"
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

It works in a store of its own, which is removed again. Leave the machine alone meanwhile; figures per CPU second
suffer least when you cannot.
)";
constexpr const char* kSamples = "samples";

struct Arguments {
    std::vector<std::string> paths{kSamples};
    bool json = false;
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

int bench(Session& session, const Arguments& arguments) {
    if (!session.load()) return kExitConfiguration;
    auto discovery = ingestion::discover({arguments.paths.begin(), arguments.paths.end()});
    if (!discovery) {
        print_problem(discovery.error().message + "; name PDFs to measure with, as in: genai bench ~/reports");
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
    command->add_option("PATH", arguments->paths, "PDFs and folders of them [samples]");
    command->add_flag("--json", arguments->json, "One JSON object");
    for (const char* name : {"EMBEDDING_PRECISION", "EMBEDDING_THREADS"}) show_setting(*command, session, name);
    show_exit_codes(
        *command,
        {{kExitSuccess, "measured"}, {kExitFailure, "the work failed"}, kUsageCode, kSettingsCode, kInterruptedCode});
    command->callback(
        [&session, arguments] { session.action = [&session, arguments] { return bench(session, *arguments); }; });
}

}  // namespace genai::cli
