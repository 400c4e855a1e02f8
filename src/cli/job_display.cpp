// SPDX-License-Identifier: Apache-2.0
#include "cli/job_display.hpp"

#include <fmt/format.h>

#include "api/document_json.hpp"
#include "api/job_json.hpp"
#include "base/json_writer.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr std::size_t kErrorWidth = 400;

std::string to_pages(const jobs::Job& job) {
    const jobs::JobProgress& done = job.progress;
    if (done.pages_total == 0) return "-";
    return fmt::format("{}/{}", with_commas(done.pages_done), with_commas(done.pages_total));
}

}  // namespace

std::string to_job_table(const std::vector<jobs::Job>& jobs) {
    std::vector<std::vector<std::string>> rows{{"ID", "STATE", "PAGES", "CHUNKS", "TRIES", "CREATED", "DOCUMENT"}};
    std::string errors;
    for (const jobs::Job& job : jobs) {
        rows.push_back({job.id, std::string(to_string(job.state)), to_pages(job), with_commas(job.progress.chunks_done),
                        std::to_string(job.attempts), api::to_rfc3339(job.created), printable_name(job.name.path)});
        if (!job.error.empty()) errors += fmt::format("{}: {}\n", job.id, one_line(job.error, kErrorWidth));
    }
    return aligned(rows) + (errors.empty() ? "" : "\n" + errors);
}

std::string to_job_progress(const jobs::Job& job, jobs::Time now) {
    std::string text = fmt::format("{}: {} pages, {} chunks", to_string(job.state), to_pages(job),
                                   with_commas(job.progress.chunks_done));
    if (job.state == jobs::JobState::kRunning) text += ", " + job.progress.stage;
    if (const auto left = job.left(now))
        text += fmt::format(", {} left", to_duration(static_cast<double>(left->count()) / 1000));
    return text;
}

std::string to_job_text(const jobs::Job& job, jobs::Time now) {
    std::string text;
    auto line = [&text](std::string_view label, std::string_view value) {
        text += fmt::format("{:<11} {}\n", label, printable_name(value));
    };
    line("id", job.id);
    line("state", to_string(job.state));
    line("progress", to_job_progress(job, now));
    line("document", job.name.path);
    if (!job.document_id.empty()) line("document id", job.document_id);
    line("collection", job.scope.collection);
    line("attempts", std::to_string(job.attempts));
    if (!job.error.empty()) line("last error", job.error);
    line("created", api::to_rfc3339(job.created));
    if (job.attempts > 0) line("started", api::to_rfc3339(job.started));
    if (is_final(job.state)) line("ended", api::to_rfc3339(job.changed));
    return text;
}

std::string to_job_json(const jobs::Job& job, jobs::Time now) {
    JsonWriter json;
    api::write_job(json, job, now);
    return json.take() + "\n";
}

}  // namespace genai::cli
