// SPDX-License-Identifier: Apache-2.0
// genai_encoder_bench: speed and vectors of the packed encoder, one JSON line a measurement. compare.py, accuracy.py
// and scifact.py run it; README.md has the commands.

#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

#include "base/json_writer.hpp"
#include "inference/encoder_pool.hpp"
#include "inference/wordpiece_tokenizer.hpp"

namespace genai::bench {
namespace {

using inference::Urgency;
using Sequences = std::vector<std::vector<std::int32_t>>;

struct Choices {
    std::string model, texts, vectors;
    std::string precision_name = "int16", kernels_name;
    std::size_t threads = 1;
    std::size_t batch = 32;
    std::size_t rounds = 3;
    std::size_t tokens = 28;
    std::size_t queries = 100;

    inference::Precision precision() const {
        return precision_name == "fp32"   ? inference::Precision::kFp32
               : precision_name == "int8" ? inference::Precision::kInt8
                                          : inference::Precision::kInt16;
    }
    inference::KernelSet kernels() const {
        return kernels_name == "portable" ? inference::KernelSet::kPortable
               : kernels_name == "avx2"   ? inference::KernelSet::kAvx2
               : kernels_name == "avx512" ? inference::KernelSet::kAvx512
                                          : inference::best_kernel_set();
    }
};

double wall_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Of all threads of the process.
double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// The encoder with its threads, and the texts as token ids, cut at the model's window as the reference cuts them.
struct Engine {
    explicit Engine(const Choices& choices)
        : encoder(inference::Encoder::load({.model = "all-MiniLM-L6-v2",
                                            .folder = choices.model,
                                            .precision = choices.precision(),
                                            .kernel_set = choices.kernels()})
                      .value()),
          tokenizer(inference::WordPieceTokenizer::load(choices.model + "/vocab.txt", "").value()),
          pool(*encoder, choices.threads),
          batch(choices.batch) {
        std::ifstream file(choices.texts);
        for (std::string line; std::getline(file, line);)
            texts.push_back(boost::json::value_to<std::string>(boost::json::parse(line).at("text")));
        const double start = cpu_seconds();
        for (const std::string& text : texts) {
            std::vector<std::int32_t> ids = {tokenizer.cls()};
            tokenizer.encode(text, ids);
            ids.resize(std::min(ids.size(), encoder->window() - 1));
            ids.push_back(tokenizer.sep());
            tokens += ids.size();
            sequences.push_back(std::move(ids));
        }
        tokenise_seconds = cpu_seconds() - start;
    }

    std::vector<float> run(const Sequences& input, Urgency urgency = Urgency::kDocument, const Limits& limits = {}) {
        std::vector<float> out(input.size() * encoder->dimension());
        (void)pool.run({input, urgency, batch}, limits, out);
        return out;
    }

    std::unique_ptr<inference::Encoder> encoder;
    inference::WordPieceTokenizer tokenizer;
    inference::EncoderPool pool;
    std::size_t batch;
    std::vector<std::string> texts;
    Sequences sequences;
    std::size_t tokens = 0;
    double tokenise_seconds = 0;
};

JsonWriter& describe(JsonWriter& json, const Choices& choices) {
    return json.begin_object()
        .member("precision", to_string(choices.precision()))
        .member("kernels", to_string(choices.kernels()))
        .member("threads", choices.threads);
}

// All texts, best of the rounds by CPU time.
void measure_throughput(const Choices& choices) {
    Engine engine(choices);
    double cpu = 1e9, wall = 1e9;
    for (std::size_t round = 0; round < choices.rounds; ++round) {
        const double cpu_start = cpu_seconds(), wall_start = wall_seconds();
        engine.run(engine.sequences);
        cpu = std::min(cpu, cpu_seconds() - cpu_start);
        wall = std::min(wall, wall_seconds() - wall_start);
    }
    const auto tokens = static_cast<double>(engine.tokens);
    JsonWriter json;
    describe(json, choices)
        .member("texts", engine.texts.size())
        .member("tokens", engine.tokens)
        .member("tokens_per_cpu_s", tokens / cpu)
        .member("tokens_per_s", tokens / wall)
        .member("tokenise_share", engine.tokenise_seconds / cpu)
        .end_object();
    std::cout << json.take() << "\n";
}

// One query of --tokens tokens at a time.
void measure_query(const Choices& choices) {
    Engine engine(choices);
    const Sequences query(
        1, std::vector<std::int32_t>(engine.sequences.at(0).begin(),
                                     engine.sequences.at(0).begin() + static_cast<std::ptrdiff_t>(choices.tokens)));
    std::vector<double> cpu, wall;
    for (std::size_t i = 0; i < choices.queries; ++i) {
        const double cpu_start = cpu_seconds(), wall_start = wall_seconds();
        engine.run(query, Urgency::kQuestion);
        cpu.push_back(cpu_seconds() - cpu_start);
        wall.push_back(wall_seconds() - wall_start);
    }
    JsonWriter json;
    describe(json, choices)
        .member("tokens", choices.tokens)
        .member("cpu_ms", 1e3 * median(cpu))
        .member("wall_ms", 1e3 * median(wall))
        .end_object();
    std::cout << json.take() << "\n";
}

// Four queries one after the other, four at once, and one beside an ingest of all texts.
void measure_together(const Choices& choices) {
    constexpr int kAtOnce = 4;
    Engine engine(choices);
    const Sequences query(1, std::vector<std::int32_t>(choices.tokens, 2000));
    std::vector<double> in_a_row, at_once, beside_ingest;
    for (std::size_t round = 0; round < choices.queries / kAtOnce; ++round) {
        double start = wall_seconds();
        for (int i = 0; i < kAtOnce; ++i) engine.run(query, Urgency::kQuestion);
        in_a_row.push_back(wall_seconds() - start);
        start = wall_seconds();
        std::vector<std::jthread> callers;
        for (int i = 0; i < kAtOnce; ++i) callers.emplace_back([&] { engine.run(query, Urgency::kQuestion); });
        callers.clear();
        at_once.push_back(wall_seconds() - start);
    }
    std::stop_source stop;
    std::jthread ingest([&] {
        while (!stop.stop_requested()) engine.run(engine.sequences, Urgency::kDocument, {.stop = stop.get_token()});
    });
    for (std::size_t i = 0; i < choices.queries; ++i) {
        const double start = wall_seconds();
        engine.run(query, Urgency::kQuestion);
        beside_ingest.push_back(wall_seconds() - start);
    }
    stop.request_stop();
    JsonWriter json;
    describe(json, choices)
        .member("four_in_a_row_ms", 1e3 * median(in_a_row))
        .member("four_at_once_ms", 1e3 * median(at_once))
        .member("one_beside_ingest_ms", 1e3 * median(beside_ingest))
        .member("one_beside_ingest_worst_ms", 1e3 * *std::ranges::max_element(beside_ingest))
        .end_object();
    std::cout << json.take() << "\n";
}

// The vectors of all texts as float32, one after the other.
void write_vectors(const Choices& choices) {
    Engine engine(choices);
    const std::vector<float> vectors = engine.run(engine.sequences);
    std::ofstream(choices.vectors, std::ios::binary)
        .write(reinterpret_cast<const char*>(vectors.data()),
               static_cast<std::streamsize>(vectors.size() * sizeof(float)));
}

int run(int argc, char** argv) {
    Choices choices;
    CLI::App app("Speed and vectors of the packed encoder");
    app.require_subcommand(1);
    app.add_option("--model", choices.model, "folder of all-MiniLM-L6-v2")->required();
    app.add_option("--texts", choices.texts, "lines of {\"text\": ...}")->required();
    app.add_option("--precision", choices.precision_name)->check(CLI::IsMember({"fp32", "int16", "int8"}));
    app.add_option("--kernels", choices.kernels_name, "unset: the best of this CPU")
        ->check(CLI::IsMember({"portable", "avx2", "avx512"}));
    app.add_option("--threads", choices.threads);
    app.add_option("--batch", choices.batch, "texts of a batch, at most");
    app.add_option("--rounds", choices.rounds);
    app.add_option("--tokens", choices.tokens, "tokens of a query");
    app.add_option("--queries", choices.queries);
    app.add_subcommand("throughput")->callback([&] { measure_throughput(choices); });
    app.add_subcommand("query")->callback([&] { measure_query(choices); });
    app.add_subcommand("together")->callback([&] { measure_together(choices); });
    CLI::App* embed = app.add_subcommand("embed")->callback([&] { write_vectors(choices); });
    embed->add_option("vectors", choices.vectors, "file to write")->required();
    CLI11_PARSE(app, argc, argv);
    return 0;
}

}  // namespace
}  // namespace genai::bench

int main(int argc, char** argv) { return genai::bench::run(argc, argv); }
