// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_display.hpp"

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
    std::vector<std::vector<std::string>> rows{{"MEASURE", ""}};
    for (const auto& [leg, measures] : report.legs) rows.front().push_back(leg);
    for (const auto& [name, value] : report.measures) {
        std::vector<std::string> row{name, to_cell(value)};
        for (const auto& [leg, measures] : report.legs)
            row.push_back(to_cell(evaluation::find_measure(measures, name)));
        rows.push_back(std::move(row));
    }
    return aligned(rows) + fmt::format("\n{} questions\n", report.questions);
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
    json.end_object().end_object();
    return json.take() + "\n";
}

std::string to_details(const std::vector<evaluation::LabelledQuestion>& questions,
                       const std::vector<evaluation::QuestionOutcome>& outcomes) {
    std::string lines;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const evaluation::QuestionOutcome& outcome = outcomes[i];
        JsonWriter json;
        json.begin_object().member("id", questions[i].id).member("question", questions[i].question);
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
