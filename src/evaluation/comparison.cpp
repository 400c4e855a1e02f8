// SPDX-License-Identifier: Apache-2.0
#include "evaluation/comparison.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "evaluation/json_lines.hpp"

namespace genai::evaluation {
namespace {

namespace json = boost::json;

// A difference smaller than this is rounding.
constexpr double kSameWithin = 1e-9;

Result<SavedOutcome> parse_outcome(const json::object& object) {
    SavedOutcome outcome;
    for (auto [field, target] : {std::pair{"id", &outcome.id}, {"question", &outcome.question}}) {
        const json::value* value = object.if_contains(field);
        const json::string* text = value == nullptr ? nullptr : value->if_string();
        if (text == nullptr) {
            return fail(ErrorKind::kInvalidInput,
                        fmt::format("there is no \"{}\": a run to compare is what --details wrote", field));
        }
        *target = *text;
    }
    const json::value* measures = object.if_contains("measures");
    const json::object* named = measures == nullptr ? nullptr : measures->if_object();
    if (named == nullptr) {
        return fail(ErrorKind::kInvalidInput, "there are no \"measures\": a run to compare is what --details wrote");
    }
    for (const auto& [name, value] : *named) {
        boost::system::error_code error;
        const double number = value.to_number<double>(error);
        if (error) return fail(ErrorKind::kInvalidInput, fmt::format("measure \"{}\" is no number", std::string(name)));
        outcome.measures.emplace_back(name, number);
    }
    return outcome;
}

// Whether less of it is better.
bool is_cost(std::string_view name) { return name == "latency_ms" || name == "not_found_wrong"; }

using ById = std::map<std::string, const SavedOutcome*>;

ById by_id(const std::vector<SavedOutcome>& outcomes) {
    ById index;
    for (const SavedOutcome& outcome : outcomes) index[outcome.id] = &outcome;
    return index;
}

std::vector<std::string> alone(const std::vector<SavedOutcome>& outcomes, const ById& others) {
    std::vector<std::string> ids;
    for (const SavedOutcome& outcome : outcomes)
        if (!others.contains(outcome.id)) ids.push_back(outcome.id);
    return ids;
}

}  // namespace

Result<std::vector<SavedOutcome>> parse_outcomes(std::string_view text) {
    std::vector<SavedOutcome> outcomes;
    std::set<std::string> ids;
    auto read = read_json_lines(text, [&](const json::object& object, std::size_t) -> Result<void> {
        auto outcome = parse_outcome(object);
        if (!outcome) return propagate(outcome);
        if (!ids.insert(outcome->id).second)
            return fail(ErrorKind::kInvalidInput, fmt::format("question \"{}\" stands there twice", outcome->id));
        outcomes.push_back(std::move(*outcome));
        return {};
    });
    if (!read) return propagate(read);
    if (outcomes.empty()) return fail(ErrorKind::kInvalidInput, "there are no questions in it");
    return outcomes;
}

Comparison compare(const std::vector<SavedOutcome>& before, const std::vector<SavedOutcome>& after) {
    const ById first = by_id(before);
    const ById second = by_id(after);
    Comparison comparison{{}, 0, alone(before, second), alone(after, first)};
    comparison.questions = before.size() - comparison.before_alone.size();
    std::vector<std::string> names;
    for (const SavedOutcome& outcome : before)
        for (const auto& [name, value] : outcome.measures)
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    for (const std::string& name : names) {
        MeasureComparison measure;
        measure.name = name;
        std::vector<double> differences;
        for (const SavedOutcome& outcome : before) {
            const auto other = second.find(outcome.id);
            if (other == second.end()) continue;
            const auto a = find_measure(outcome.measures, name);
            const auto b = find_measure(other->second->measures, name);
            if (!a || !b) continue;
            measure.before += *a;
            measure.after += *b;
            const double gain = is_cost(name) ? *a - *b : *b - *a;
            differences.push_back(*b - *a);
            if (gain > kSameWithin) measure.won.push_back(outcome.id);
            if (gain < -kSameWithin) measure.lost.push_back(outcome.id);
        }
        measure.questions = differences.size();
        if (differences.empty()) continue;
        measure.before /= static_cast<double>(differences.size());
        measure.after /= static_cast<double>(differences.size());
        measure.difference = bootstrap_mean(differences);
        measure.same = differences.size() - measure.won.size() - measure.lost.size();
        comparison.measures.push_back(std::move(measure));
    }
    return comparison;
}

}  // namespace genai::evaluation
