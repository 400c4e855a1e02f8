// SPDX-License-Identifier: Apache-2.0
#include "app/machine_benchmark.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include <sys/resource.h>

#include "base/utf8.hpp"
#include "chunking/chunker.hpp"
#include "evaluation/measures.hpp"
#include "evaluation/parallel.hpp"

namespace genai::app {
namespace {

constexpr std::size_t kPagesMax = 2000;  // held in memory; more would not measure better
constexpr std::size_t kTextsMax = 2000;
constexpr std::size_t kQuestionsMax = 200;
constexpr std::size_t kQuestionLetters = 100;

double to_seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Of this process and of the children that it has waited for.
double cpu_seconds() {
    double sum = 0;
    for (int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        getrusage(who, &usage);
        sum += to_seconds(usage.ru_utime) + to_seconds(usage.ru_stime);
    }
    return sum;
}

class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }
    double cpu() const { return cpu_seconds() - cpu_begin_; }

private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    double cpu_begin_ = cpu_seconds();
};

double per(double amount, double seconds) { return seconds > 0 ? amount / seconds : 0; }

class SilentObserver final : public ingestion::IngestObserver {
public:
    void on_progress(const ingestion::Progress&) override {}
    void on_file(const ingestion::FileReport&) override {}
};

// The beginnings of pages' paragraphs serve as questions: they have the words and the length of real ones.
std::vector<std::string> make_questions(const std::vector<Page>& pages) {
    std::vector<std::string> questions;
    for (const Page& page : pages) {
        const auto block = std::find_if(page.blocks.begin(), page.blocks.end(), [](const Block& candidate) {
            return candidate.kind == BlockKind::kParagraph && candidate.end - candidate.start > kQuestionLetters;
        });
        if (block == page.blocks.end()) continue;
        questions.emplace_back(slice_code_points(page.text, block->start, block->start + kQuestionLetters));
        if (questions.size() == kQuestionsMax) break;
    }
    return questions;
}

}  // namespace

Result<MachineFigures> MachineBenchmark::measure(const std::vector<ingestion::SourceFile>& files,
                                                 const Limits& limits) {
    figures_ = {};
    figures_.cores = std::max(1U, std::thread::hardware_concurrency());
    figures_.files = files.size();
    on_stage_("reading");
    auto pages = measure_reading(files, limits);
    if (!pages) return propagate(pages);
    on_stage_("embedding");
    if (auto done = measure_embedding(*pages, limits); !done) return propagate(done);
    on_stage_("ingesting");
    if (auto done = measure_ingest(files, limits); !done) return propagate(done);
    on_stage_("asking");
    if (auto done = measure_queries(*pages, limits); !done) return propagate(done);
    return figures_;
}

Result<std::vector<Page>> MachineBenchmark::measure_reading(const std::vector<ingestion::SourceFile>& files,
                                                            const Limits& limits) {
    std::vector<Page> pages;
    std::size_t read = 0;
    const Stopwatch watch;
    for (const ingestion::SourceFile& file : files) {
        auto done = application_.extractor().extract(
            file.path,
            [&](Page page, std::uint32_t) -> Result<void> {
                ++read;
                if (pages.size() < kPagesMax) pages.push_back(std::move(page));
                return {};
            },
            limits);
        if (!done) return propagate(done);
    }
    figures_.pages_per_cpu_second = per(static_cast<double>(read), watch.cpu());
    if (pages.empty()) return fail(ErrorKind::kInvalidInput, "none of the files has a page with text to measure with");
    return pages;
}

Result<void> MachineBenchmark::measure_embedding(const std::vector<Page>& pages, const Limits& limits) {
    auto engine = application_.engine();
    if (!engine) return propagate(engine);
    embedding::Embedder& embedder = *(*engine)->embedder;
    figures_.embedder = embedder.description();
    chunking::Chunker chunker(
        settings_.chunking, [&](std::string_view text) { return embedder.count_tokens(text); },
        embedder.window_tokens(), "benchmark", "benchmark");
    std::vector<std::string> texts;
    std::size_t tokens = 0;
    for (const Page& page : pages) {
        for (const Chunk& chunk : chunker.chunk(page)) {
            if (texts.size() == kTextsMax) break;
            texts.push_back(chunk.embedded_text());
            tokens += chunk.tokens;
        }
    }
    const Stopwatch watch;
    if (auto done = embedder.embed_documents(texts, limits); !done) return propagate(done);
    figures_.tokens = tokens;
    figures_.tokens_per_second = per(static_cast<double>(tokens), watch.seconds());
    figures_.tokens_per_cpu_second = per(static_cast<double>(tokens), watch.cpu());
    return {};
}

Result<void> MachineBenchmark::measure_ingest(const std::vector<ingestion::SourceFile>& files, const Limits& limits) {
    auto ingestor = application_.ingestor(application_.extractor());
    if (!ingestor) return propagate(ingestor);
    SilentObserver observer;
    const Stopwatch watch;
    auto done = ingestor->ingest(Scope{}, files, ingestion::Reindex::kNo, observer, limits);
    if (!done) return propagate(done);
    for (const ingestion::FileReport& file : done->files) {
        figures_.pages += file.pages;
        figures_.chunks += file.chunks;
    }
    figures_.ingest_pages_per_second = per(static_cast<double>(figures_.pages), watch.seconds());
    figures_.ingest_pages_per_cpu_second = per(static_cast<double>(figures_.pages), watch.cpu());
    return limits.check("the benchmark");
}

Result<std::vector<double>> MachineBenchmark::ask_all(const std::vector<std::string>& questions, std::size_t threads,
                                                      const Limits& limits) {
    auto engine = application_.engine();
    if (!engine) return propagate(engine);
    retrieval::Retriever& retriever = *(*engine)->retriever;
    auto ask = [&](std::size_t i) -> Result<double> {
        const Stopwatch watch;
        const Question question{
            .text = questions[i], .top_k = settings_.retrieval.top_k, .want = Question::Want::kSourcesOnly};
        auto found = retriever.retrieve(question, retrieval::Legs::kHybrid, limits);
        if (!found) return propagate(found);
        return watch.seconds() * 1000;
    };
    return evaluation::run_parallel<double>(questions.size(), threads, ask, [](std::size_t) {});
}

Result<void> MachineBenchmark::measure_queries(const std::vector<Page>& pages, const Limits& limits) {
    const auto questions = make_questions(pages);
    if (questions.empty()) return {};
    auto engine = application_.engine();
    if (!engine) return propagate(engine);
    if (auto ready = (*engine)->retriever->refresh(Scope{}, limits); !ready) return ready;
    auto alone = ask_all(questions, 1, limits);
    if (!alone) return propagate(alone);
    figures_.query_p50_ms = evaluation::percentile(*alone, 0.50);
    figures_.query_p95_ms = evaluation::percentile(*alone, 0.95);
    const Stopwatch watch;
    auto together = ask_all(questions, figures_.cores, limits);
    if (!together) return propagate(together);
    figures_.queries_per_second = per(static_cast<double>(questions.size()), watch.seconds());
    return {};
}

}  // namespace genai::app
