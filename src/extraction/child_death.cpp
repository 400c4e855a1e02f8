// SPDX-License-Identifier: Apache-2.0
#include "extraction/child_death.hpp"

#include <csignal>
#include <utility>

#include "extraction/hello.hpp"

namespace genai::extraction {

namespace {

// What a child that aborts wrote before: nothing, or the exception's name, when memory ran out; glibc's diagnosis when
// its heap is damaged.
bool is_out_of_memory(const std::string& words) {
    return words.empty() || words.find("bad_alloc") != std::string::npos;
}

DeathReason explain(const Settings& settings, ChildDeath death, const std::string& words) {
    const auto& status = death.status;
    if (status.signal == SIGSYS) {
        return {DocumentState::kDamaged, "sandbox_violation: the reader was stopped at something that it may not do"};
    }
    if (!death.lie.empty()) return {DocumentState::kDamaged, std::move(death.lie)};
    if (death.is_stalled) {
        return {DocumentState::kTimedOut, "nothing came of it for " + std::to_string(settings.stall_s) + " s"};
    }
    if (status.signal == SIGXCPU) {
        return {DocumentState::kTimedOut,
                "it needs more than " + std::to_string(settings.page_cpu_s) + " s of processor time"};
    }
    if (status.signal == SIGABRT && is_out_of_memory(words)) {
        return {DocumentState::kOutOfMemory,
                "it needs more memory than " + std::to_string(settings.child_memory_bytes >> 20) + " MiB"};
    }
    if (status.signal == SIGKILL) {
        return {DocumentState::kOutOfMemory,
                "the system killed the reader, as it does when the machine or the container is out of memory"};
    }
    if (status.signal != 0) {
        return {DocumentState::kDamaged, "the reader crashed (signal " + std::to_string(status.signal) + ")"};
    }
    return {DocumentState::kDamaged, "the reader gave up (exit code " + std::to_string(status.code) + ")"};
}

}  // namespace

DeathReason explain_death(const Settings& settings, ChildDeath death) {
    const auto words = last_words(death.errors);
    auto reason = explain(settings, std::move(death), words);
    if (!words.empty()) reason.reason += ": " + words;
    return reason;
}

}  // namespace genai::extraction
