// SPDX-License-Identifier: Apache-2.0
#include "evaluation/corpus_run.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "evaluation/parallel.hpp"
#include "platform/files.hpp"

namespace genai::evaluation {
namespace {

constexpr std::uint64_t kTextBytesMax = 16ULL << 20;
constexpr std::size_t kRankingDepth = 100;
constexpr std::pair<const char*, retrieval::Legs> kLegs[] = {
    {"vector", retrieval::Legs::kVector}, {"keyword", retrieval::Legs::kKeyword}, {"hybrid", retrieval::Legs::kHybrid}};

// The corpus's texts by their file's name, "00000042.txt".
std::string name_of(std::size_t index) { return fmt::format("{:08}.txt", index); }

std::size_t index_of(const std::string& name) {
    std::size_t index = 0;
    std::from_chars(name.data(), name.data() + name.size(), index);
    return index;
}

// The gain of each distinct document found, in order. Equal texts are one document with several names.
std::vector<double> gains_of(const Corpus& corpus, const CorpusQuery& query, const std::vector<Passage>& passages) {
    std::set<std::string> seen;
    std::vector<double> gains;
    for (const Passage& passage : passages) {
        if (!seen.insert(passage.document.id).second) continue;
        double gain = 0;
        for (const DocumentName& name : passage.document.names) {
            auto judged = query.relevant.find(corpus.texts.at(index_of(name.path)).id);
            if (judged != query.relevant.end()) gain = std::max(gain, judged->second);
        }
        gains.push_back(gain);
    }
    return gains;
}

Measures measure(const CorpusQuery& query, const std::vector<double>& gains) {
    std::vector<double> all;
    for (const auto& [id, gain] : query.relevant) all.push_back(gain);
    return {{"ndcg@10", ndcg_at(gains, 10, all)},
            {"recall@100", recall_at(gains, kRankingDepth, all.size())},
            {"mrr", reciprocal_rank(gains)}};
}

}  // namespace

Result<extraction::Extraction> CorpusExtractor::extract(const extraction::NamedFile& file,
                                                        const extraction::PageSink& sink, const Limits& limits) {
    if (auto go_on = limits.check("reading a text"); !go_on) return propagate(go_on);
    auto bytes = platform::read_file(file.path, kTextBytesMax);
    if (!bytes) return propagate(bytes);
    Page page;
    page.number = 1;
    page.text = to_valid_utf8(*bytes);
    if (count_code_points(page.text) == 0)
        return extraction::Extraction{DocumentState::kNoText, "the text is empty", 1};
    const CodePointIndex points(page.text);
    page.boxes.resize(points.size());
    const auto title_end = page.text.find("\n\n");
    std::uint32_t body = 0;
    if (title_end != page.text.npos) {
        const auto end = static_cast<std::uint32_t>(points.to_code_point(title_end));
        page.blocks.push_back({BlockKind::kHeading, 0, end, 0});
        body = end + 2;
    }
    if (body < points.size()) {
        page.blocks.push_back({BlockKind::kParagraph, body, static_cast<std::uint32_t>(points.size()), 0});
    }
    if (auto taken = sink(std::move(page), 1); !taken) return propagate(taken);
    return extraction::Extraction{DocumentState::kIndexed, "", 1};
}

Result<std::vector<ingestion::SourceFile>> write_texts(const Corpus& corpus, const std::filesystem::path& folder) {
    std::vector<ingestion::SourceFile> files;
    if (auto made = platform::make_folder(folder); !made) return propagate(made);
    for (std::size_t i = 0; i < corpus.texts.size(); ++i) {
        const CorpusText& text = corpus.texts[i];
        std::string title = text.title;
        std::replace(title.begin(), title.end(), '\n', ' ');
        const std::string bytes = title.empty() ? text.text : title + "\n\n" + text.text;
        const std::string name = name_of(i);
        // Not durably: these files live as long as the evaluation does.
        std::ofstream file(folder / name, std::ios::binary);
        if (!(file << bytes) || !file.flush()) {
            return fail(ErrorKind::kExhausted, fmt::format("cannot write {}", (folder / name).string()));
        }
        files.push_back({folder / name, {"corpus", name}, bytes.size()});
    }
    return files;
}

Result<EvaluationReport> run_corpus(const Corpus& corpus, retrieval::Retriever& retriever,
                                    const QuestionRun::Settings& settings,
                                    const std::function<void(std::size_t done)>& on_done, const Limits& limits) {
    for (const Scope& scope : settings.scopes)
        if (auto ready = retriever.refresh(scope, limits); !ready) return propagate(ready);
    auto ask = [&](std::size_t i) -> Result<QuestionOutcome> {
        const CorpusQuery& query = corpus.queries[i];
        Question question{query.text, settings.scopes, kRankingDepth, Question::Want::kSourcesOnly, settings.filter};
        QuestionOutcome outcome;
        for (const auto& [name, legs] : kLegs) {
            const auto start = std::chrono::steady_clock::now();
            auto found = retriever.retrieve(question, legs, limits);
            if (!found) return propagate(found);
            outcome.latency_ms =
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
            outcome.legs[name] = measure(query, gains_of(corpus, query, found->passages));
        }
        outcome.measures = outcome.legs["hybrid"];
        return outcome;
    };
    auto outcomes = run_parallel<QuestionOutcome>(corpus.queries.size(), settings.threads, ask, on_done);
    if (!outcomes) return propagate(outcomes);
    return summarise(*outcomes);
}

}  // namespace genai::evaluation
