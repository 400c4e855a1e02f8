// SPDX-License-Identifier: Apache-2.0
// genai_vectors_bench: what searching vectors costs and finds, beside FAISS and hnswlib used directly, in one run.
// README.md has the commands.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "our_stores.hpp"
#include "peers.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::bench {
namespace {

using vectors::IndexType;

struct Arguments {
    std::size_t chunks = 100'000;
    std::size_t questions = 300;
    std::size_t dimension = 384;
    bool is_alone = false;
};

void print_shape(const DataSet& data) {
    const Shape shape = shape_of(data);
    std::cout << fmt::format("cosines: mean of all {:.2f}; to the nearest {:.2f}, the 10th {:.2f}, the 200th {:.2f}\n",
                             shape.mean, shape.nearest, shape.tenth, shape.two_hundredth);
}

void print_table(const DataSet& data, const Arguments& arguments, platform::Log& log) {
    const Truth truth = find_all_nearest(data, 10, {1, 1});
    print_heading();
    for (const IndexType type : {IndexType::kFlat, IndexType::kIvf, IndexType::kHnsw, IndexType::kAuto}) {
        Figures figures = OurStore(data, type, {}, log).measure_all(truth);
        figures.name = fmt::format("genai {}{}", to_string(type), type == IndexType::kAuto ? " = " + figures.name : "");
        print(figures);
    }
    if (arguments.is_alone) return;
    for (const Figures& figures : measure_plain_faiss(data, truth)) print(figures);
    for (const Figures& figures : measure_plain_hnswlib(data, truth)) print(figures);
}

void print_filters(const DataSet& data, platform::Log& log) {
    std::cout << "\n| index | documents that pass | recall@10 | p50 ms | p99 ms |\n|---|---|---|---|---|\n";
    for (const IndexType type : {IndexType::kFlat, IndexType::kIvf, IndexType::kHnsw}) {
        OurStore store(data, type, {}, log);
        for (const Passing passing : {Passing{1, 2}, {1, 5}, {1, 9}, {1, 20}, {1, 100}, {1, 10'000}}) {
            const Figures figures = store.measure_filtered(passing);
            std::cout << fmt::format("| {} | 1 of {} | {:.4f} | {:.3f} | {:.3f} |\n", figures.name, passing.of,
                                     figures.recall, figures.p50_ms, figures.p99_ms)
                      << std::flush;
        }
    }
}

// What it costs to have an index at the start: read from its file, or built.
void print_start(const DataSet& data, platform::Log& log) {
    std::cout << "\n| index | filling CPU-s | with a saved index CPU-s | then building CPU-s | file bytes a vector |\n"
                 "|---|---|---|---|---|\n";
    const Truth truth(data.questions.rows());
    for (const IndexType type : {IndexType::kIvf, IndexType::kHnsw}) {
        const platform::TemporaryFolder folder;
        const double fresh = OurStore(data, type, folder.path(), log).fill_seconds();
        std::uintmax_t bytes = 0;
        for (const auto& file : std::filesystem::directory_iterator(folder.path())) bytes += file.file_size();
        OurStore loaded(data, type, folder.path(), log);
        std::cout << fmt::format("| {} | {:.2f} | {:.2f} | {:.2f} | {:.0f} |\n", to_string(type), fresh,
                                 loaded.fill_seconds(), loaded.measure_all(truth).build_seconds,
                                 static_cast<double>(bytes) / static_cast<double>(data.chunks.rows()))
                  << std::flush;
    }
}

void print_sizes(const Arguments& arguments, platform::Log& log) {
    std::cout << "\n| chunks | flat p50 ms | ivf p50 ms | ivf recall@10 | ivf build CPU-s |\n|---|---|---|---|---|\n";
    for (const std::size_t chunks : {2'000, 5'000, 10'000, 20'000, 50'000, 100'000}) {
        const DataSet data = make_data_set(chunks, arguments.questions, arguments.dimension);
        const Truth truth = find_all_nearest(data, 10, {1, 1});
        const Figures flat = OurStore(data, IndexType::kFlat, {}, log).measure_all(truth);
        const Figures ivf = OurStore(data, IndexType::kIvf, {}, log).measure_all(truth);
        std::cout << fmt::format("| {} | {:.3f} | {:.3f} | {:.4f} | {:.2f} |\n", chunks, flat.p50_ms, ivf.p50_ms,
                                 ivf.recall, ivf.build_seconds)
                  << std::flush;
    }
}

int run(int argc, char** argv) {
    CLI::App app("Measures the vector stores on made-up chunks; CPU time, one thread");
    Arguments arguments;
    std::string what = "table";
    app.add_option("what", what,
                   "table: every index beside its peers; filters; start: with a saved index; sizes; "
                   "shape: of the made-up chunks")
        ->check(CLI::IsMember({"table", "filters", "start", "sizes", "shape"}))
        ->capture_default_str();
    app.add_option("--chunks", arguments.chunks)->capture_default_str();
    app.add_option("--questions", arguments.questions)->capture_default_str();
    app.add_option("--dimension", arguments.dimension)->capture_default_str();
    app.add_flag("--alone", arguments.is_alone, "Without FAISS and hnswlib used directly");
    CLI11_PARSE(app, argc, argv);

    platform::Log log({});
    if (what == "sizes") {
        print_sizes(arguments, log);
        return 0;
    }
    const DataSet data = make_data_set(arguments.chunks, arguments.questions, arguments.dimension);
    if (what == "shape") print_shape(data);
    if (what == "table") print_table(data, arguments, log);
    if (what == "filters") print_filters(data, log);
    if (what == "start") print_start(data, log);
    return 0;
}

}  // namespace
}  // namespace genai::bench

int main(int argc, char** argv) { return genai::bench::run(argc, argv); }
