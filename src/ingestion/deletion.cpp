// SPDX-License-Identifier: Apache-2.0
#include "ingestion/deletion.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

namespace genai::ingestion {
namespace {

constexpr std::uint64_t kJobsOfAPage = 1'000;
constexpr std::chrono::milliseconds kLookEvery{20};

using IsMeant = std::function<bool(const jobs::Job& job)>;

Result<std::vector<jobs::Job>> open_jobs(jobs::JobQueue& queue, const Scope& scope, const IsMeant& is_meant) {
    std::vector<jobs::Job> open;
    for (const auto state : {jobs::JobState::kRunning, jobs::JobState::kQueued, jobs::JobState::kWaiting}) {
        for (std::uint64_t offset = 0;; offset += kJobsOfAPage) {
            auto page = queue.list({scope, state}, offset, kJobsOfAPage);
            if (!page) return propagate(page);
            std::copy_if(page->jobs.begin(), page->jobs.end(), std::back_inserter(open), is_meant);
            if (page->jobs.size() < kJobsOfAPage) break;
        }
    }
    return open;
}

// A runner that has been silent for its lease has died, and will write nothing more.
bool has_ended(const jobs::Job& job) {
    return jobs::is_final(job.state) ||
           (job.state == jobs::JobState::kRunning && job.due < std::chrono::system_clock::now());
}

Result<void> wait_for_end(jobs::JobQueue& queue, const std::string& id, const Limits& limits) {
    for (;; std::this_thread::sleep_for(kLookEvery)) {
        auto job = queue.find(id);
        if (!job) return propagate(job);
        if (!*job || has_ended(**job)) return {};
        if (auto go_on = limits.check(("waiting for job " + id + ", which is called off,").c_str()); !go_on)
            return go_on;
    }
}

// True when there was one.
Result<bool> call_off(jobs::JobQueue& queue, const Scope& scope, const IsMeant& is_meant, const Limits& limits) {
    auto open = open_jobs(queue, scope, is_meant);
    if (!open) return propagate(open);
    for (const jobs::Job& job : *open) {
        // One that has ended meanwhile is none to call off.
        auto cancelled = queue.cancel(job.id);
        if (!cancelled && cancelled.error().kind != ErrorKind::kConflict) return propagate(cancelled);
    }
    for (const jobs::Job& job : *open)
        if (auto ended = wait_for_end(queue, job.id, limits); !ended) return propagate(ended);
    return !open->empty();
}

}  // namespace

Result<void> Deletion::remove_document(const Scope& scope, const std::string& document_id, const Limits& limits) {
    const auto is_meant = [&](const jobs::Job& job) { return job.document_id == document_id; };
    auto called_off = call_off(queue_, scope, is_meant, limits);
    if (!called_off) return propagate(called_off);
    auto removed = catalog_.remove(scope, document_id);
    if (!removed && removed.error().kind == ErrorKind::kNotFound && *called_off) return {};
    if (!removed) return propagate(removed);
    return {};
}

Result<catalog::Removal> Deletion::remove_documents(const Scope& scope, const std::vector<std::string>& document_ids,
                                                    const Limits& limits) {
    auto removal = catalog_.remove_documents(scope, document_ids);
    if (!removal) return removal;
    if (auto kept = keep_removed(scope, *removal, limits); !kept) return propagate(kept);
    return removal;
}

Result<void> Deletion::keep_removed(const Scope& scope, const catalog::Removal& removal, const Limits& limits) {
    std::vector<std::string> ids;
    for (const Document& document : removal.removed) ids.push_back(document.id);
    std::sort(ids.begin(), ids.end());
    const auto is_meant = [&](const jobs::Job& job) {
        return std::binary_search(ids.begin(), ids.end(), job.document_id);
    };
    auto called_off = call_off(queue_, scope, is_meant, limits);
    if (!called_off) return propagate(called_off);
    if (!*called_off) return {};
    // One of them may have come to its end between the removal and the calling off.
    auto again = catalog_.remove_documents(scope, ids);
    if (!again) return propagate(again);
    return {};
}

Result<catalog::Collection> Deletion::remove_collection(const Scope& scope, const Limits& limits) {
    if (scope.collection == Scope{}.collection) return catalog_.remove_collection(scope);  // which refuses
    const auto all = [](const jobs::Job&) { return true; };
    if (auto called_off = call_off(queue_, scope, all, limits); !called_off) return propagate(called_off);
    return catalog_.remove_collection(scope);
}

}  // namespace genai::ingestion
