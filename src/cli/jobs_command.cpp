// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "api/job_json.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/interrupt.hpp"
#include "cli/job_display.hpp"
#include "cli/session.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr const char* kDescription =
    R"(What came by upload and is to become documents: how far it is, what failed and why.

Examples:
  genai jobs list                     the newest first
  genai jobs list --state dead        what was given up
  genai jobs watch 01M83FXH           until it has ended, by the beginning of its id
  genai jobs retry --failed --dead    once more; a running server takes them up, or genai worker

What `genai ingest` could not read stands in its own output and in `genai documents list`; the same command tries again.
)";

constexpr std::chrono::milliseconds kLookEvery{500};
constexpr std::uint64_t kListMax = 1000;
constexpr std::size_t kPrefixMin = 4;

struct Arguments {
    std::string job;
    std::string state;
    std::string collection;
    std::uint64_t limit = 100;
    bool json = false;
    bool failed = false;
    bool dead = false;
};

Result<jobs::JobFilter> to_filter(const Arguments& arguments) {
    jobs::JobFilter filter;
    if (!arguments.collection.empty()) filter.scope = Scope{Scope{}.tenant, arguments.collection};
    if (arguments.state.empty()) return filter;
    filter.state = jobs::parse_job_state(arguments.state);
    if (filter.state) return filter;
    return fail(ErrorKind::kInvalidInput,
                "--state: a job is queued, running, waiting, done, partial, failed, cancelled "
                "or dead, not \"" +
                    arguments.state + "\"");
}

// By its id, or the beginning of it among the newest.
Result<jobs::Job> choose_job(jobs::JobQueue& queue, const std::string& id) {
    auto found = queue.find(id);
    if (!found) return propagate(found);
    if (*found) return std::move(**found);
    auto page = queue.list({}, 0, kListMax);
    if (!page) return propagate(page);
    std::optional<jobs::Job> chosen;
    for (jobs::Job& job : page->jobs) {
        if (id.size() < kPrefixMin || !job.id.starts_with(id)) continue;
        if (chosen) return fail(ErrorKind::kConflict, "several jobs begin with " + id + ": give more of the id");
        chosen = std::move(job);
    }
    if (chosen) return std::move(*chosen);
    return fail(ErrorKind::kNotFound, "there is no job " + id + "; genai jobs list has them");
}

jobs::Time now() { return std::chrono::system_clock::now(); }

void print_job(const jobs::Job& job, const Arguments& arguments) {
    print_out(arguments.json ? to_job_json(job, now()) : to_job_text(job, now()));
}

int list_jobs(jobs::JobQueue& queue, const Arguments& arguments) {
    auto filter = to_filter(arguments);
    if (!filter) return report(filter.error());
    auto page = queue.list(*filter, 0, arguments.limit);
    if (!page) return report(page.error());
    if (arguments.json) {
        print_out(api::to_job_list(page->jobs, now()) + "\n");
    } else if (page->jobs.empty()) {
        print_problem("there are no such jobs");
    } else {
        print_out(to_job_table(page->jobs));
        if (page->total > page->jobs.size())
            print_problem(fmt::format("{} of {} jobs; --limit shows more", page->jobs.size(), page->total));
    }
    return kExitSuccess;
}

int show_job(jobs::JobQueue& queue, const Arguments& arguments) {
    auto job = choose_job(queue, arguments.job);
    if (!job) return report(job.error());
    print_job(*job, arguments);
    return kExitSuccess;
}

// A line for each change; the exit code says how it ended.
int watch_job(jobs::JobQueue& queue, const Arguments& arguments) {
    auto chosen = choose_job(queue, arguments.job);
    if (!chosen) return report(chosen.error());
    const Interrupt interrupt;
    std::string shown;
    for (;; std::this_thread::sleep_for(kLookEvery)) {
        auto job = choose_job(queue, chosen->id);
        if (!job) return report(job.error());
        std::string line = arguments.json ? to_job_json(*job, now()) : to_job_progress(*job, now()) + "\n";
        if (!arguments.json && !job->error.empty())
            line = to_job_progress(*job, now()) + ", " + one_line(job->error, 400) + "\n";
        if (line != shown) print_out(line);
        shown = std::move(line);
        const bool is_good = job->state == jobs::JobState::kDone || job->state == jobs::JobState::kPartial;
        if (is_final(job->state)) return is_good ? kExitSuccess : kExitFailure;
        if (interrupt.is_requested()) return kExitInterrupted;
    }
}

int cancel_job(jobs::JobQueue& queue, const Arguments& arguments) {
    auto job = choose_job(queue, arguments.job);
    if (!job) return report(job.error());
    auto cancelled = queue.cancel(job->id);
    if (!cancelled) return report(cancelled.error());
    print_job(*cancelled, arguments);
    return kExitSuccess;
}

int retry_jobs(jobs::JobQueue& queue, const Arguments& arguments) {
    if (!arguments.job.empty()) {
        auto job = choose_job(queue, arguments.job);
        if (!job) return report(job.error());
        auto retried = queue.retry(job->id);
        if (!retried) return report(retried.error());
        print_job(*retried, arguments);
        return kExitSuccess;
    }
    if (!arguments.failed && !arguments.dead) {
        print_problem("name a job to retry, or --failed, or --dead");
        return kExitUsage;
    }
    auto filter = to_filter(arguments);
    if (!filter) return report(filter.error());
    std::uint64_t count = 0;
    for (const auto& [is_wanted, state] :
         {std::pair(arguments.failed, jobs::JobState::kFailed), std::pair(arguments.dead, jobs::JobState::kDead)}) {
        if (!is_wanted) continue;
        filter->state = state;
        auto retried = jobs::retry_all(queue, *filter);
        if (!retried) return report(retried.error());
        count += *retried;
    }
    print_out(arguments.json ? fmt::format("{{\"retried\":{}}}\n", count) : fmt::format("queued {} again\n", count));
    return kExitSuccess;
}

using Action = int (*)(jobs::JobQueue& queue, const Arguments& arguments);

int with_queue(Session& session, const Arguments& arguments, Action action) {
    if (!session.load()) return kExitConfiguration;
    auto application = session.open();
    if (!application) return report(application.error());
    return action((*application)->jobs(), arguments);
}

}  // namespace

void add_jobs_command(CLI::App& program, Session& session) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App* command = program.add_subcommand("jobs", kDescription);
    command->require_subcommand(1);
    const auto add = [&](const char* name, const char* doc, Action action, ExitCode failure) {
        CLI::App* sub = command->add_subcommand(name, doc);
        sub->add_flag("--json", arguments->json, "JSON rather than text");
        show_setting(*sub, session, "DATA_DIR");
        show_exit_codes(*sub, {{kExitSuccess, "done"}, failure, kUsageCode, kSettingsCode});
        sub->callback([&session, arguments, action] {
            session.action = [&session, arguments, action] { return with_queue(session, *arguments, action); };
        });
        return sub;
    };
    const ExitCode no_job{kExitFailure, "there is no such job, or several, or it cannot be done to it"};
    const char* job_doc = "Its id, or the beginning of it (4 letters or more)";

    CLI::App* list =
        add("list", "The newest first, with their last errors", list_jobs, {kExitFailure, "there is no store"});
    list->add_option("--state", arguments->state, "queued, running, waiting, done, partial, failed, cancelled, dead");
    list->add_option("--collection", arguments->collection, "Of this collection [all]");
    list->add_option("--limit", arguments->limit, "At most so many [100]")->check(CLI::Range(1, 100000));
    add("show", "One job", show_job, no_job)->add_option("JOB", arguments->job, job_doc)->required();
    add("watch", "A line for each change until it has ended", watch_job, {kExitFailure, "it did not end well"})
        ->add_option("JOB", arguments->job, job_doc)
        ->required();
    add("cancel", "One that runs stops after its batch, another at once", cancel_job, no_job)
        ->add_option("JOB", arguments->job, job_doc)
        ->required();
    CLI::App* retry = add("retry", "Queue again what failed, was cancelled or given up", retry_jobs, no_job);
    retry->add_option("JOB", arguments->job, job_doc);
    retry->add_flag("--failed", arguments->failed, "All that failed");
    retry->add_flag("--dead", arguments->dead, "All that were given up after too many attempts");
    retry->add_option("--collection", arguments->collection, "With these: of this collection [all]");
}

}  // namespace genai::cli
