// SPDX-License-Identifier: Apache-2.0
// genai_lexical_bench: what the keyword index finds, and how fast, on texts with judged questions. README.md has the
// commands.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

#include "collections.hpp"
#include "lexical/embedded_lexical_index.hpp"
#include "measures.hpp"

namespace genai::bench {
namespace {

constexpr std::size_t kDepth = 10;

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Each document is a version by its own name, so that hits name the places judged.
void build(const JudgedCollection& collection, lexical::LexicalIndex& index) {
    for (const auto& [name, pages] : collection.documents)
        ensure(index.add({}, name, pages).has_value(), "the collection fits the index");
}

std::vector<Place> rank(lexical::LexicalIndex& index, const std::string& question) {
    std::vector<Place> ranking;
    const auto found = index.search(std::vector<Scope>(1), {question}, kDepth, {}, {}).value();
    for (const KeywordHit& hit : found.hits) ranking.push_back({hit.key.version, hit.key.page});
    return ranking;
}

void print_quality(const JudgedCollection& collection, lexical::LexicalIndex& index, bool lists_misses) {
    double at_1 = 0, at_5 = 0, at_10 = 0, reciprocal = 0, ndcg = 0;
    for (const JudgedQuestion& question : collection.questions) {
        const auto ranking = rank(index, question.text);
        at_1 += hit_at(ranking, question.relevant, 1);
        at_5 += hit_at(ranking, question.relevant, 5);
        at_10 += hit_at(ranking, question.relevant, 10);
        reciprocal += reciprocal_rank(ranking, question.relevant);
        ndcg += ndcg_at(ranking, question.relevant, 10);
        if (lists_misses && hit_at(ranking, question.relevant, 5) == 0)
            std::cout << fmt::format("missed: {} {}\n", question.id, question.text);
    }
    const auto count = static_cast<double>(std::max<std::size_t>(collection.questions.size(), 1));
    std::cout << fmt::format("{} questions: hit@1 {:.4f}, hit@5 {:.4f}, hit@10 {:.4f}, MRR {:.4f}, nDCG@10 {:.4f}\n",
                             collection.questions.size(), at_1 / count, at_5 / count, at_10 / count, reciprocal / count,
                             ndcg / count);
}

void print_speed(const JudgedCollection& collection, lexical::EmbeddedLexicalIndex& index, double build_seconds) {
    std::size_t pages = 0, bytes = 0;
    for (const auto& [name, held] : collection.documents)
        for (const lexical::LexicalPage& page : held) ++pages, bytes += page.text.size();
    std::vector<double> times;
    for (int round = 0; round < 5; ++round)
        for (const JudgedQuestion& question : collection.questions) {
            const auto start = std::chrono::steady_clock::now();
            (void)rank(index, question.text);
            times.push_back(seconds_since(start) * 1e3);
        }
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times.empty() ? 0 : times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::cout << fmt::format(
        "{} pages, {:.1f} MB of text: indexed at {:.0f} pages/s, {:.1f} MB/s; {:.0f} bytes a page\n", pages,
        static_cast<double>(bytes) / 1e6, static_cast<double>(pages) / build_seconds,
        static_cast<double>(bytes) / 1e6 / build_seconds,
        static_cast<double>(index.bytes({})) / static_cast<double>(std::max<std::size_t>(pages, 1)));
    std::cout << fmt::format("search of one question: p50 {:.3f} ms, p95 {:.3f} ms\n", at(0.5), at(0.95));
}

// The texts several times over, for the time that a larger store takes.
void multiply(JudgedCollection& collection, int copies) {
    const auto documents = collection.documents;
    for (int copy = 1; copy < copies; ++copy)
        for (const auto& [name, pages] : documents) collection.documents[fmt::format("{} {}", name, copy)] = pages;
}

int run(int argc, char** argv) {
    CLI::App app("Measures the keyword index on texts with judged questions");
    std::filesystem::path folder, questions;
    lexical::Bm25Parameters parameters;
    int copies = 1;
    bool lists_misses = false;
    app.add_option("folder", folder, "*.txt with form feeds between pages, or corpus.jsonl, queries.jsonl, qrels.tsv")
        ->required();
    app.add_option("questions", questions, "Lines of {id, question, docs, pages}; none for a corpus");
    app.add_option("--k1", parameters.k1, "BM25's k1")->capture_default_str();
    app.add_option("--b", parameters.b, "BM25's b")->capture_default_str();
    app.add_option("--copies", copies, "Index the texts this many times: for speed, not for quality");
    app.add_flag("--misses", lists_misses, "Name the questions that have no right page among the first five");
    CLI11_PARSE(app, argc, argv);

    auto collection = questions.empty() ? read_corpus(folder) : read_pages(folder, questions);
    if (!collection) {
        std::cerr << collection.error().message << "\n";
        return 1;
    }
    multiply(*collection, copies);
    lexical::EmbeddedLexicalIndex index(parameters);
    const auto start = std::chrono::steady_clock::now();
    build(*collection, index);
    const double build_seconds = seconds_since(start);
    std::cout << fmt::format("k1 {}, b {}\n", parameters.k1, parameters.b);
    if (copies == 1) print_quality(*collection, index, lists_misses);
    print_speed(*collection, index, build_seconds);
    return 0;
}

}  // namespace
}  // namespace genai::bench

int main(int argc, char** argv) { return genai::bench::run(argc, argv); }
