// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_display.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/json_writer.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

using evaluation::EvaluationReport;
using evaluation::Measures;

void write_measures(JsonWriter& json, const Measures& measures) {
    for (const auto& [name, value] : measures) json.member(name, value);
}

std::optional<double> find(const EvaluationReport& report, const std::string& name) {
    if (auto value = evaluation::find_measure(report.measures, name)) return value;
    for (const auto& [leg, measures] : report.legs) {
        if (name.starts_with(leg + ".")) return evaluation::find_measure(measures, name.substr(leg.size() + 1));
    }
    return std::nullopt;
}

std::string to_cell(std::optional<double> value) { return value ? fmt::format("{:.4f}", *value) : std::string(); }

std::string to_interval(const EvaluationReport& report, const std::string& name) {
    for (const auto& [known, interval] : report.intervals)
        if (known == name) return fmt::format("{:.3f}-{:.3f}", interval.low, interval.high);
    return "";
}

void write_interval(JsonWriter& json, const evaluation::Interval& interval) {
    json.begin_array().value(interval.low).value(interval.high).end_array();
}

void write_ids(JsonWriter& json, const char* name, const std::vector<std::string>& ids) {
    json.key(name).begin_array();
    for (const std::string& id : ids) json.value(id);
    json.end_array();
}

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + printable_name(id);
    return text.empty() ? "none" : text;
}

// A column for each kind.
std::string kinds_text(const EvaluationReport& report) {
    if (report.kinds.empty()) return "";
    std::vector<std::vector<std::string>> rows{{"BY KIND"}, {"questions"}};
    for (const evaluation::KindReport& kind : report.kinds) {
        rows[0].push_back(printable_name(kind.kind));
        rows[1].push_back(std::to_string(kind.questions));
    }
    for (const auto& [name, value] : report.measures) {
        std::vector<std::string> row{name};
        for (const evaluation::KindReport& kind : report.kinds)
            row.push_back(to_cell(evaluation::find_measure(kind.measures, name)));
        if (std::any_of(row.begin() + 1, row.end(), [](const std::string& cell) { return !cell.empty(); }))
            rows.push_back(std::move(row));
    }
    return "\n" + aligned(rows);
}

}  // namespace

Result<std::vector<Gate>> parse_gates(const std::vector<std::string>& texts) {
    std::vector<Gate> gates;
    for (const std::string& text : texts) {
        const auto equals = text.find('=');
        Gate gate{text.substr(0, equals), 0};
        const char* end = text.data() + text.size();
        const auto read = equals == text.npos ? std::from_chars_result{text.data(), std::errc::invalid_argument}
                                              : std::from_chars(text.data() + equals + 1, end, gate.least);
        if (gate.measure.empty() || read.ec != std::errc() || read.ptr != end) {
            return fail(ErrorKind::kInvalidInput,
                        fmt::format("--min {}: expected MEASURE=VALUE, as in page_recall@5=0.9", text));
        }
        gates.push_back(std::move(gate));
    }
    return gates;
}

std::vector<std::string> failed_gates(const std::vector<Gate>& gates, const EvaluationReport& report) {
    std::vector<std::string> failures;
    for (const Gate& gate : gates) {
        const auto value = find(report, gate.measure);
        if (!value) {
            failures.push_back(
                fmt::format("{} was not measured: no question has labels for it, or there is no such "
                            "measure",
                            gate.measure));
        } else if (*value < gate.least) {
            failures.push_back(fmt::format("{} is {:.4f}, below {}", gate.measure, *value, gate.least));
        }
    }
    return failures;
}

std::string to_text(const EvaluationReport& report) {
    std::vector<std::vector<std::string>> rows{{"MEASURE", "", "95 %"}};
    for (const auto& [leg, measures] : report.legs) rows.front().push_back(leg);
    for (const auto& [name, value] : report.measures) {
        std::vector<std::string> row{name, to_cell(value), to_interval(report, name)};
        for (const auto& [leg, measures] : report.legs)
            row.push_back(to_cell(evaluation::find_measure(measures, name)));
        rows.push_back(std::move(row));
    }
    return aligned(rows) + kinds_text(report) + fmt::format("\n{} questions\n", report.questions);
}

std::string to_json(const EvaluationReport& report) {
    JsonWriter json;
    json.begin_object().member("questions", report.questions);
    write_measures(json, report.measures);
    json.key("legs").begin_object();
    for (const auto& [leg, measures] : report.legs) {
        json.key(leg).begin_object();
        write_measures(json, measures);
        json.end_object();
    }
    json.end_object().key("intervals").begin_object();
    for (const auto& [name, interval] : report.intervals) {
        json.key(name);
        write_interval(json, interval);
    }
    json.end_object().key("kinds").begin_object();
    for (const evaluation::KindReport& kind : report.kinds) {
        json.key(kind.kind).begin_object().member("questions", kind.questions);
        write_measures(json, kind.measures);
        json.end_object();
    }
    json.end_object().end_object();
    return json.take() + "\n";
}

std::string to_text(const evaluation::Comparison& comparison) {
    std::vector<std::vector<std::string>> rows{
        {"MEASURE", "BEFORE", "AFTER", "DIFFERENCE", "95 %", "BETTER", "WORSE", "SAME"}};
    std::string changes;
    for (const evaluation::MeasureComparison& measure : comparison.measures) {
        rows.push_back({measure.name, to_cell(measure.before), to_cell(measure.after),
                        fmt::format("{:+.4f}", measure.after - measure.before),
                        fmt::format("{:+.4f} to {:+.4f}", measure.difference.low, measure.difference.high),
                        std::to_string(measure.won.size()), std::to_string(measure.lost.size()),
                        std::to_string(measure.same)});
        if (!measure.is_certain() || measure.name == "latency_ms") continue;
        changes +=
            fmt::format("\n{}\n  better: {}\n  worse: {}\n", measure.name, joined(measure.won), joined(measure.lost));
    }
    std::string text = aligned(rows) + changes + fmt::format("\n{} in both", counted(comparison.questions, "question"));
    for (const auto& [ids, where] : {std::pair{&comparison.before_alone, "first"}, {&comparison.after_alone, "second"}})
        if (!ids->empty()) text += fmt::format("; in the {} alone: {}", where, joined(*ids));
    return text + "\n";
}

std::string to_json(const evaluation::Comparison& comparison) {
    JsonWriter json;
    json.begin_object().member("questions", comparison.questions).key("measures").begin_object();
    for (const evaluation::MeasureComparison& measure : comparison.measures) {
        json.key(measure.name).begin_object().member("questions", measure.questions);
        json.member("before", measure.before).member("after", measure.after).key("difference");
        write_interval(json, measure.difference);
        json.member("certain", measure.is_certain()).member("same", measure.same);
        write_ids(json, "better", measure.won);
        write_ids(json, "worse", measure.lost);
        json.end_object();
    }
    json.end_object();
    write_ids(json, "before_alone", comparison.before_alone);
    write_ids(json, "after_alone", comparison.after_alone);
    json.end_object();
    return json.take() + "\n";
}

std::vector<evaluation::SavedOutcome> to_saved(const std::vector<evaluation::LabelledQuestion>& questions,
                                               const std::vector<evaluation::QuestionOutcome>& outcomes) {
    std::vector<evaluation::SavedOutcome> saved;
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        saved.push_back({questions[i].id, questions[i].question, outcomes[i].measures});
    return saved;
}

std::string to_details(const std::vector<evaluation::LabelledQuestion>& questions,
                       const std::vector<evaluation::QuestionOutcome>& outcomes) {
    std::string lines;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const evaluation::QuestionOutcome& outcome = outcomes[i];
        JsonWriter json;
        json.begin_object().member("id", questions[i].id).member("question", questions[i].question);
        json.member("kind", questions[i].kind);
        json.member("answer", outcome.answer).member("found", outcome.is_found);
        json.member("latency_ms", outcome.latency_ms).key("measures").begin_object();
        write_measures(json, outcome.measures);
        json.end_object().key("sources").begin_array();
        for (const Passage& passage : outcome.sources) {
            json.begin_object()
                .member("document", passage.document.display_name())
                .member("page", passage.chunk.page)
                .member("score", passage.score)
                .member("vector", passage.scores.vector)
                .member("keyword", passage.scores.keyword)
                .end_object();
        }
        json.end_array().end_object();
        lines += json.take() + "\n";
    }
    return lines;
}

}  // namespace genai::cli
