// SPDX-License-Identifier: Apache-2.0
#include "evaluation/question_run.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "evaluation/judgement.hpp"
#include "evaluation/parallel.hpp"

namespace genai::evaluation {
namespace {

constexpr std::pair<const char*, retrieval::Legs> kLegs[] = {
    {"vector", retrieval::Legs::kVector}, {"keyword", retrieval::Legs::kKeyword}, {"hybrid", retrieval::Legs::kHybrid}};

double to_ms(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

Result<QuestionOutcome> QuestionRun::ask_one(const LabelledQuestion& labelled, const Limits& limits) {
    QuestionOutcome outcome;
    outcome.kind = labelled.kind;
    Question question{.text = labelled.question, .scopes = settings_.scopes, .top_k = settings_.top_k};
    question.filter = settings_.filter;
    const auto start = std::chrono::steady_clock::now();
    auto answer = answerer_.answer(question, limits);
    if (!answer) return propagate(answer);
    outcome.latency_ms = to_ms(std::chrono::steady_clock::now() - start);
    outcome.answer = answer->text;
    outcome.is_found = answer->is_found;

    question.top_k = kJudgedDepth;
    for (const auto& [name, legs] : kLegs) {
        auto found = retriever_.retrieve(question, legs, limits);
        if (!found) return propagate(found);
        outcome.legs[name] = judge_ranking(labelled, found->passages);
        if (legs == retrieval::Legs::kHybrid) outcome.sources = std::move(found->passages);
    }
    outcome.measures = outcome.legs["hybrid"];
    const Measures answered = judge_answer(labelled, *answer);
    outcome.measures.insert(outcome.measures.end(), answered.begin(), answered.end());
    return outcome;
}

Result<std::vector<QuestionOutcome>> QuestionRun::ask(const std::vector<LabelledQuestion>& questions,
                                                      const std::function<void(std::size_t done)>& on_done,
                                                      const Limits& limits) {
    for (const Scope& scope : settings_.scopes)
        if (auto ready = retriever_.refresh(scope, limits); !ready) return propagate(ready);
    return run_parallel<QuestionOutcome>(
        questions.size(), settings_.threads, [&](std::size_t i) { return ask_one(questions[i], limits); }, on_done);
}

namespace {

std::vector<std::pair<std::string, Interval>> intervals_of(const std::vector<QuestionOutcome>& outcomes,
                                                           const Measures& means) {
    std::vector<std::pair<std::string, Interval>> intervals;
    for (const auto& [name, mean] : means) {
        std::vector<double> values;
        for (const QuestionOutcome& outcome : outcomes)
            if (const auto value = find_measure(outcome.measures, name)) values.push_back(*value);
        intervals.emplace_back(name, bootstrap_mean(values));
    }
    return intervals;
}

std::vector<KindReport> kinds_of(const std::vector<QuestionOutcome>& outcomes) {
    std::vector<KindReport> kinds;
    std::vector<Means> means;
    for (const QuestionOutcome& outcome : outcomes) {
        if (outcome.kind.empty()) continue;
        auto kind = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const KindReport& known) { return known.kind == outcome.kind; });
        if (kind == kinds.end()) {
            kind = kinds.insert(kinds.end(), KindReport{outcome.kind, 0, {}});
            means.emplace_back();
        }
        ++kind->questions;
        means[static_cast<std::size_t>(kind - kinds.begin())].add(outcome.measures);
    }
    for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i].measures = means[i].values();
    return kinds;
}

}  // namespace

EvaluationReport summarise(const std::vector<QuestionOutcome>& outcomes) {
    EvaluationReport report;
    report.questions = outcomes.size();
    Means means;
    std::vector<double> latencies;
    for (const QuestionOutcome& outcome : outcomes) {
        means.add(outcome.measures);
        latencies.push_back(outcome.latency_ms);
    }
    report.measures = means.values();
    report.intervals = intervals_of(outcomes, report.measures);
    report.kinds = kinds_of(outcomes);
    report.measures.emplace_back("latency_p50_ms", percentile(latencies, 0.50));
    report.measures.emplace_back("latency_p95_ms", percentile(latencies, 0.95));
    for (const auto& [name, legs] : kLegs) {
        Means leg;
        for (const QuestionOutcome& outcome : outcomes) leg.add(outcome.legs.at(name));
        report.legs.emplace_back(name, leg.values());
    }
    return report;
}

}  // namespace genai::evaluation
