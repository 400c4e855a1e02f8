// SPDX-License-Identifier: Apache-2.0
#include "evaluation/html_report.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace genai::evaluation {
namespace {

// Of a chart, in pixels: the names' column, the bars' length, a row's height.
constexpr int kNameWidth = 190;
constexpr int kBarWidth = 420;
constexpr int kRowHeight = 24;
constexpr int kHistogramHeight = 120;
constexpr std::size_t kHistogramBins = 20;
constexpr std::size_t kIdsShown = 40;

constexpr const char* kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>genai eval</title>
<style>
body{font:15px/1.45 system-ui,sans-serif;color:#1c2430;background:#fff;max-width:1000px;margin:2em auto;padding:0 1em}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3em .6em;border-bottom:1px solid #dde2ea}
td{vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
svg text{font:13px system-ui,sans-serif;fill:#1c2430}.bar{fill:#4a7bb7}.track{fill:#eef1f6}.whisker{stroke:#1c2430}
.better{color:#1a7a3c}.worse{color:#b3261e}pre{white-space:pre-wrap;font:inherit;margin:.4em 0}
</style></head><body>
<h1>genai eval</h1>
)";

bool is_share(const std::string& name) { return !name.ends_with("_ms"); }

std::optional<Interval> interval_of(const EvaluationReport& report, const std::string& name) {
    for (const auto& [known, interval] : report.intervals)
        if (known == name) return interval;
    return std::nullopt;
}

double clamped(double value) { return std::clamp(value, 0.0, 1.0); }

// One bar with its name, its value and, when known, where it lies at 95 %.
std::string bar(int row, const std::string& name, double value, const std::optional<Interval>& interval) {
    const int y = row * kRowHeight;
    std::string svg = fmt::format(R"(<text x="0" y="{}">{}</text>)", y + 16, escape_html(name));
    svg += fmt::format(R"(<rect class="track" x="{}" y="{}" width="{}" height="14"/>)", kNameWidth, y + 5, kBarWidth);
    svg += fmt::format(R"(<rect class="bar" x="{}" y="{}" width="{:.1f}" height="14"/>)", kNameWidth, y + 5,
                       clamped(value) * kBarWidth);
    std::string label = fmt::format("{:.3f}", value);
    if (interval) {
        svg += fmt::format(R"(<line class="whisker" x1="{:.1f}" x2="{:.1f}" y1="{}" y2="{}"/>)",
                           kNameWidth + clamped(interval->low) * kBarWidth,
                           kNameWidth + clamped(interval->high) * kBarWidth, y + 12, y + 12);
        label += fmt::format(" ({:.3f} to {:.3f})", interval->low, interval->high);
    }
    return svg + fmt::format(R"(<text x="{}" y="{}">{}</text>)", kNameWidth + kBarWidth + 8, y + 16, label) + "\n";
}

std::string chart(const std::string& bars, int rows) {
    return fmt::format("<svg width=\"{}\" height=\"{}\" role=\"img\">\n{}</svg>\n", kNameWidth + kBarWidth + 190,
                       rows * kRowHeight + 4, bars);
}

std::string measures_chart(const EvaluationReport& report) {
    std::string bars;
    int row = 0;
    for (const auto& [name, value] : report.measures)
        if (is_share(name)) bars += bar(row++, name, value, interval_of(report, name));
    return "<h2>Measures</h2>\n<p>With the interval that holds 95 % of " + std::to_string(kResamples) +
           " resamples of the questions.</p>\n" + chart(bars, row);
}

// Groups of bars, one for each of the measures that tell most.
std::string groups_chart(const std::string& title, const std::vector<std::pair<std::string, const Measures*>>& groups) {
    static constexpr std::array<const char*, 5> kShown{"page_recall@1", "page_recall@5", "document_recall@5",
                                                       "answer_match", "figure_right"};
    std::string html = "<h2>" + title + "</h2>\n";
    for (const auto& [name, measures] : groups) {
        std::string bars;
        int row = 0;
        for (const char* shown : kShown)
            if (const auto value = find_measure(*measures, shown)) bars += bar(row++, shown, *value, std::nullopt);
        if (const auto value = find_measure(*measures, "not_found_accuracy"))
            bars += bar(row++, "not_found_accuracy", *value, std::nullopt);
        if (row > 0) html += "<h3>" + escape_html(name) + "</h3>\n" + chart(bars, row);
    }
    return html;
}

std::string latency_chart(const std::vector<QuestionOutcome>& outcomes) {
    double most = 0;
    for (const QuestionOutcome& outcome : outcomes) most = std::max(most, outcome.latency_ms);
    if (most <= 0) return "";
    std::array<std::size_t, kHistogramBins> bins{};
    for (const QuestionOutcome& outcome : outcomes) {
        const auto bin = static_cast<std::size_t>(outcome.latency_ms / most * static_cast<double>(kHistogramBins));
        ++bins.at(std::min(bin, kHistogramBins - 1));
    }
    const std::size_t tallest = *std::max_element(bins.begin(), bins.end());
    constexpr int kBinWidth = 30;
    std::string svg;
    for (std::size_t i = 0; i < kHistogramBins; ++i) {
        const int height = static_cast<int>(bins.at(i) * kHistogramHeight / tallest);
        svg += fmt::format(R"(<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>)", i * kBinWidth,
                           kHistogramHeight - height, kBinWidth - 2, height);
    }
    const int width = static_cast<int>(kHistogramBins) * kBinWidth;
    svg += fmt::format(R"(<text x="0" y="{0}">0 ms</text><text x="{1}" y="{0}" text-anchor="end">{2:.0f} ms</text>)",
                       kHistogramHeight + 18, width, most);
    return fmt::format("<h2>Latency of the answers</h2>\n<svg width=\"{}\" height=\"{}\" role=\"img\">{}</svg>\n",
                       width, kHistogramHeight + 24, svg);
}

std::string ids_of(const std::vector<std::string>& ids) {
    std::string text;
    for (std::size_t i = 0; i < std::min(ids.size(), kIdsShown); ++i) text += (i > 0 ? ", " : "") + escape_html(ids[i]);
    if (ids.size() > kIdsShown) text += fmt::format(" and {} more", ids.size() - kIdsShown);
    return text;
}

std::string comparison_table(const Comparison& comparison) {
    std::string html = fmt::format(
        "<h2>Against the earlier run</h2>\n<p>{} questions are in both.</p>\n<table><tr>"
        "<th>Measure</th><th class=n>Before</th><th class=n>After</th>"
        "<th class=n>Difference (95 %)</th><th>Better</th><th>Worse</th></tr>\n",
        comparison.questions);
    for (const MeasureComparison& measure : comparison.measures) {
        const char* look = "";
        if (measure.is_certain()) look = measure.won.size() > measure.lost.size() ? "better" : "worse";
        html += fmt::format(
            "<tr><td>{}</td><td class=n>{:.3f}</td><td class=n>{:.3f}</td><td class=\"n {}\">{:+.3f} "
            "({:+.3f} to {:+.3f})</td><td>{}: {}</td><td>{}: {}</td></tr>\n",
            escape_html(measure.name), measure.before, measure.after, look, measure.after - measure.before,
            measure.difference.low, measure.difference.high, measure.won.size(), ids_of(measure.won),
            measure.lost.size(), ids_of(measure.lost));
    }
    return html + "</table>\n";
}

std::string questions_table(const std::vector<LabelledQuestion>& questions,
                            const std::vector<QuestionOutcome>& outcomes) {
    std::string html = "<h2>Questions</h2>\n<table><tr><th>Id</th><th>Question and answer</th><th>Measures</th></tr>\n";
    for (std::size_t i = 0; i < std::min(questions.size(), outcomes.size()); ++i) {
        std::string measures;
        for (const auto& [name, value] : outcomes[i].measures)
            measures += fmt::format("{} {:.2f}<br>", escape_html(name), value);
        const std::string expected =
            questions[i].answer.empty() ? "" : "<pre>Expected: " + escape_html(questions[i].answer) + "</pre>";
        html += fmt::format(
            "<tr><td>{}</td><td><details><summary>{}</summary>{}<pre>{}</pre></details></td>"
            "<td><details><summary>{}</summary>{}</details></td></tr>\n",
            escape_html(questions[i].id), escape_html(questions[i].question), expected, escape_html(outcomes[i].answer),
            outcomes[i].is_found ? "answered" : "not found", measures);
    }
    return html + "</table>\n";
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string html;
    for (const char c : to_valid_utf8(text)) {
        switch (c) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            case '\'': html += "&#39;"; break;
            default: html += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
        }
    }
    return html;
}

std::string to_html(const EvaluationReport& report, const std::vector<LabelledQuestion>& questions,
                    const std::vector<QuestionOutcome>& outcomes, const std::optional<Comparison>& comparison) {
    std::string html = kHead;
    html += fmt::format("<p>{} questions.</p>\n", report.questions) + measures_chart(report);
    if (comparison) html += comparison_table(*comparison);
    std::vector<std::pair<std::string, const Measures*>> groups;
    for (const KindReport& kind : report.kinds)
        groups.emplace_back(fmt::format("{} ({})", kind.kind, kind.questions), &kind.measures);
    if (!groups.empty()) html += groups_chart("By kind of question", groups);
    groups.clear();
    for (const auto& [leg, measures] : report.legs) groups.emplace_back(leg, &measures);
    html += groups_chart("Each leg of the search by itself", groups);
    return html + latency_chart(outcomes) + questions_table(questions, outcomes) + "</body></html>\n";
}

}  // namespace genai::evaluation
