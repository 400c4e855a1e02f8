// SPDX-License-Identifier: Apache-2.0
#include "cli/ingest_display.hpp"

#include <algorithm>
#include <ctime>
#include <map>
#include <utility>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/json_writer.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

using ingestion::FileReport;
using ingestion::Outcome;

constexpr std::chrono::seconds kPlainLineInterval{5};
constexpr std::size_t kReasonWidth = 400;
constexpr std::size_t kNamesShownMax = 20;
constexpr const char* kClearLine = "\r\x1b[K";

double to_seconds(std::chrono::milliseconds duration) { return std::chrono::duration<double>(duration).count(); }

bool is_failed(const FileReport& report) { return report.outcome == Outcome::kUnreadable || is_failure(report.state); }

// What happened to the file in this run, rather than in an earlier one or not at all.
bool is_news(const FileReport& report) {
    return report.outcome == Outcome::kIndexed || report.outcome == Outcome::kNamed;
}

// The word that a result line begins with: how the reading ended, now or earlier, or why nothing was read.
std::string status_of(const FileReport& report) {
    const bool was_read = report.outcome == Outcome::kIndexed || is_failure(report.state);
    return std::string(was_read ? to_string(report.state) : to_string(report.outcome));
}

Style style_of(const FileReport& report) {
    if (is_failed(report)) return Style::kRed;
    return report.outcome == Outcome::kIndexed && report.state != DocumentState::kIndexed ? Style::kYellow
                                                                                          : Style::kPlain;
}

std::string plural(std::uint64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", with_commas(count), noun, count == 1 ? "" : "s");
}

// A run's files, each in one of the counts; pages and chunks are those that this run brought in.
struct Counts {
    std::uint64_t indexed = 0, partial = 0, no_text = 0;
    std::uint64_t unchanged = 0, unchanged_no_text = 0, named = 0, other_settings = 0;
    std::uint64_t failed = 0, not_done = 0;
    std::uint64_t pages = 0, chunks = 0;
};

void count_indexed(const FileReport& file, Counts& counts) {
    const bool is_partial = file.state == DocumentState::kPartial;
    ++(file.state == DocumentState::kNoText ? counts.no_text : is_partial ? counts.partial : counts.indexed);
    counts.pages += file.pages;
    counts.chunks += file.chunks;
}

Counts count(const std::vector<FileReport>& files) {
    Counts counts;
    for (const FileReport& file : files) {
        if (is_failed(file)) {
            ++counts.failed;
            continue;
        }
        switch (file.outcome) {
            case Outcome::kIndexed: count_indexed(file, counts); break;
            case Outcome::kUnchanged:
                ++counts.unchanged;
                counts.unchanged_no_text += file.state == DocumentState::kNoText ? 1 : 0;
                break;
            case Outcome::kNamed: ++counts.named; break;
            case Outcome::kOtherSettings: ++counts.other_settings; break;
            case Outcome::kCancelled: ++counts.not_done; break;
            case Outcome::kUnreadable: break;  // counted as failed
        }
    }
    return counts;
}

// "4 indexed, 1 unchanged (1 without text), 0 failed": three counts always, the others where there is something.
std::string outcomes_of(const Counts& counts) {
    std::string text = fmt::format("{} indexed, {} unchanged", counts.indexed, counts.unchanged);
    if (counts.unchanged_no_text > 0) text += fmt::format(" ({} without text)", counts.unchanged_no_text);
    text += fmt::format(", {} failed", counts.failed);
    const std::pair<std::uint64_t, const char*> others[] = {{counts.partial, "in part"},
                                                            {counts.no_text, "without text"},
                                                            {counts.named, "known under another name"},
                                                            {counts.other_settings, "indexed with other settings"},
                                                            {counts.not_done, "not done"}};
    for (const auto& [times, what] : others) {
        if (times > 0) text += fmt::format(", {} {}", times, what);
    }
    return text;
}

}  // namespace

std::string to_progress_line(const ingestion::Progress& progress, std::chrono::system_clock::time_point now) {
    std::string line = fmt::format("{}/{} files, {}/{} pages, {} chunks, {}", with_commas(progress.files_done),
                                   with_commas(progress.files_total), with_commas(progress.pages_done),
                                   with_commas(progress.pages_total), with_commas(progress.chunks_done),
                                   to_duration(to_seconds(progress.elapsed)));
    if (progress.left) {
        const std::time_t end = std::chrono::system_clock::to_time_t(now + *progress.left);
        std::tm local{};
        localtime_r(&end, &local);
        line += fmt::format(", {} left ({:02}:{:02})", to_duration(to_seconds(*progress.left)), local.tm_hour,
                            local.tm_min);
    }
    // Last, for it is what a narrow terminal can do without.
    if (!progress.file.empty())
        line += fmt::format(", {} {}", to_string(progress.stage), printable_name(progress.file));
    return line;
}

std::string to_result_line(const FileReport& report) {
    std::string line = fmt::format("{:<14} {}", status_of(report), printable_name(report.file.name.path));
    if (report.outcome == Outcome::kIndexed && report.pages > 0) {
        line += fmt::format("  {}, {}, {}", plural(report.pages, "page"), plural(report.chunks, "chunk"),
                            to_duration(to_seconds(report.took)));
        if (report.resumed_at > 0) line += fmt::format(", went on from page {}", report.resumed_at);
    }
    if (!report.reason.empty()) line += fmt::format("\n{:<14} {}", "", one_line(report.reason, kReasonWidth));
    return line + "\n";
}

std::string to_result_json(const FileReport& report, const Scope& scope) {
    JsonWriter json;
    json.begin_object()
        .member("id", report.document_id)
        .member("name", report.file.name.path)
        .member("path", report.file.path.string())
        .member("collection", scope.collection)
        .member("outcome", to_string(report.outcome))
        .member("status", to_string(report.state))
        .member("reason", report.reason)
        .member("pages", report.pages)
        .member("chunks", report.chunks)
        .member("bytes", report.file.bytes)
        .member("resumed_at", report.resumed_at)
        .member("ms", report.took.count())
        .end_object();
    return json.take() + "\n";
}

std::string to_summary(const ingestion::IngestReport& report, const ingestion::Discovery& discovery) {
    const Counts counts = count(report.files);
    std::string text =
        fmt::format("{}: {}; {}, {} in {}", plural(report.files.size(), "file"), outcomes_of(counts),
                    plural(counts.pages, "page"), plural(counts.chunks, "chunk"), to_duration(to_seconds(report.took)));
    const double seconds = to_seconds(report.took);
    if (counts.pages > 0 && seconds > 0) {
        text += fmt::format(" ({:.1f} pages/s)", static_cast<double>(counts.pages) / seconds);
    }
    text += '\n';
    std::map<std::string, std::size_t> reasons;
    for (const ingestion::Skipped& skipped : discovery.skipped) ++reasons[skipped.reason];
    for (const auto& [reason, times] : reasons) {
        text += fmt::format("{} passed over: {}\n", times, one_line(reason, kReasonWidth));
    }
    if (counts.other_settings > 0) {
        text += fmt::format("{} {} indexed with other settings: genai ingest --reindex rebuilds {}\n",
                            plural(counts.other_settings, "document"), counts.other_settings == 1 ? "was" : "were",
                            counts.other_settings == 1 ? "it" : "them");
    }
    return text;
}

std::string to_vanished_text(const std::vector<DocumentName>& names, Vanished vanished) {
    if (names.empty()) return {};
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kNamesShownMax); ++i)
        text += fmt::format("{:<14} {}\n", vanished == Vanished::kRemoved ? "removed" : "vanished",
                            printable(names[i].path));
    if (names.size() > kNamesShownMax) text += fmt::format("{:<14} and {} more\n", "", names.size() - kNamesShownMax);
    if (vanished == Vanished::kRemoved)
        return text + fmt::format("{} removed, whose files had gone\n", plural(names.size(), "name"));
    return text + fmt::format("{} without a file still {}: genai ingest --prune removes {}\n",
                              plural(names.size(), "name"), names.size() == 1 ? "answers" : "answer",
                              names.size() == 1 ? "it" : "them");
}

IngestDisplay::IngestDisplay(Format format, Scope scope)
    : format_(format),
      scope_(std::move(scope)),
      is_live_(is_terminal(STDERR_FILENO)),
      next_line_(std::chrono::steady_clock::now() + kPlainLineInterval) {}

IngestDisplay::~IngestDisplay() { finish(); }

void IngestDisplay::on_progress(const ingestion::Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!is_live_ && now < next_line_) return;
    const std::string line = to_progress_line(progress, std::chrono::system_clock::now());
    if (is_live_) {
        print_error(kClearLine + one_line(line, terminal_width(STDERR_FILENO) - 1));
        has_line_ = true;
    } else {
        print_error(line + "\n");
        next_line_ = now + kPlainLineInterval;
    }
}

void IngestDisplay::on_file(const FileReport& report) {
    finish();
    if (format_ == Format::kJson) {
        print_out(to_result_json(report, scope_));
    } else if (is_failed(report) || is_news(report)) {
        std::string line = to_result_line(report);
        line.pop_back();  // the line break stays outside the colour
        print_out(styled(line, style_of(report), STDOUT_FILENO) + "\n");
    }
}

void IngestDisplay::finish() {
    if (has_line_) print_error(kClearLine);
    has_line_ = false;
}

}  // namespace genai::cli
