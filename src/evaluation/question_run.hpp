// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "answering/answerer.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "evaluation/bootstrap.hpp"
#include "evaluation/measures.hpp"
#include "evaluation/questions.hpp"
#include "retrieval/retriever.hpp"

namespace genai::evaluation {

// One question's outcome, for whoever wants to see where the measures come from.
struct QuestionOutcome {
    std::string kind;  // as its question has it; empty: none
    std::string answer;
    bool is_found = false;
    std::vector<Passage> sources;          // the hybrid search's, kJudgedDepth of them
    Measures measures;                     // of the hybrid search and the answer
    std::map<std::string, Measures> legs;  // "vector", "keyword", "hybrid"
    double latency_ms = 0;                 // of the answer
};

// The questions of one kind.
struct KindReport {
    std::string kind;
    std::size_t questions = 0;
    Measures measures;
};

// What a run measured: averages over its questions, with where each lies at 95 %, then by kind of question, then each
// leg of the search for itself.
struct EvaluationReport {
    std::size_t questions = 0;
    Measures measures;
    std::vector<std::pair<std::string, Interval>> intervals;  // of the averages, by measure
    std::vector<KindReport> kinds;                            // in the order of their first question
    std::vector<std::pair<std::string, Measures>> legs;
};

// Asks labelled questions of the product's own answerer and retriever and measures what comes back. Rankings are
// judged kJudgedDepth deep, answers are drawn from `top_k` sources as users get them.
class QuestionRun {
public:
    struct Settings {
        std::vector<Scope> scopes{Scope{}};
        std::size_t top_k = 5;
        std::size_t threads = 1;  // questions asked at once; latencies are those of that load
        std::optional<Filter> filter{};
    };

    QuestionRun(const Settings& settings, retrieval::Retriever& retriever, answering::Answerer& answerer)
        : settings_(settings), retriever_(retriever), answerer_(answerer) {}

    // In the order of the questions; `on_done` hears of each that is done, from the threads, one call at a time. The
    // first error ends the run.
    Result<std::vector<QuestionOutcome>> ask(const std::vector<LabelledQuestion>& questions,
                                             const std::function<void(std::size_t done)>& on_done,
                                             const Limits& limits);

private:
    Result<QuestionOutcome> ask_one(const LabelledQuestion& question, const Limits& limits);

    Settings settings_;
    retrieval::Retriever& retriever_;
    answering::Answerer& answerer_;
};

EvaluationReport summarise(const std::vector<QuestionOutcome>& outcomes);

}  // namespace genai::evaluation
