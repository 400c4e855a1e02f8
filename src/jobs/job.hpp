// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/document.hpp"
#include "model/scope.hpp"

namespace genai::jobs {

enum class JobState {
    kQueued,
    kRunning,
    kWaiting,    // held up or failed for a reason that may pass; tried again when it is due
    kDone,       // all of it
    kPartial,    // done, with pages that could not be read
    kFailed,     // it cannot succeed: the file is damaged, encrypted, too large
    kCancelled,  // called off by a person
    kDead,       // given up after too many attempts
};

std::string_view to_string(JobState state);
std::optional<JobState> parse_job_state(std::string_view name);

// True when nothing will happen to the job unless somebody asks for it.
bool is_final(JobState state);

// How far a job has come.
struct JobProgress {
    std::string stage;  // "reading", "embedding", "committing"
    std::uint64_t pages_done = 0;
    std::uint64_t pages_total = 0;  // 0 until the file is opened
    std::uint64_t chunks_done = 0;

    bool operator==(const JobProgress&) const = default;
};

using Time = std::chrono::system_clock::time_point;

// One file that is to become a document of a collection, and what has happened to it so far.
struct Job {
    std::string id;  // ULID: ids sort by the time of their making
    Scope scope;
    DocumentName name;        // what the document will be called
    std::string file;         // what is read, absolute; empty: the blob of document_id
    std::string document_id;  // SHA-256 of its bytes, where it is known
    JobState state = JobState::kQueued;
    JobProgress progress;
    std::uint32_t attempts = 0;
    std::string error;  // the last one, word for word
    std::string owner;  // who runs it
    bool is_cancel_requested = false;
    Time created;
    Time started;  // of the last attempt
    Time changed;
    Time due;  // running: when its owner is given up; queued and waiting: not before

    // What is left of the running attempt, by the pages done; nothing until there is ground for a guess.
    std::optional<std::chrono::milliseconds> left(Time now) const;

    bool operator==(const Job&) const = default;
};

}  // namespace genai::jobs
