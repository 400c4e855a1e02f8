// SPDX-License-Identifier: Apache-2.0
#include "extraction/caged_session.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

#include "base/utf8.hpp"
#include "extraction/child_death.hpp"
#include "extraction/frame_page.hpp"
#include "extraction/frame_passwords.hpp"
#include "extraction/hello.hpp"

namespace genai::extraction {

namespace {

using platform::ChildProcess;
using platform::ExitStatus;

constexpr std::chrono::milliseconds kPatience{100};  // between two looks at the caller's limits
constexpr std::size_t kReadBytes = std::size_t{64} << 10;
// Pages that may kill a child before the file is given up: what a hostile file costs is bounded by it.
constexpr std::uint32_t kDeathsMax = 4;
constexpr std::size_t kPagesNamedMax = 20;

DocumentState to_state(PageFailure failure) {
    switch (failure) {
        case PageFailure::kOverLimit: return DocumentState::kOverLimit;
        case PageFailure::kOutOfMemory: return DocumentState::kOutOfMemory;
        case PageFailure::kDamaged: break;
    }
    return DocumentState::kDamaged;
}

DocumentState to_state(Refusal refusal) {
    switch (refusal) {
        case Refusal::kEncrypted: return DocumentState::kEncrypted;
        case Refusal::kOverLimit: return DocumentState::kOverLimit;
        case Refusal::kOutOfMemory: return DocumentState::kOutOfMemory;
        case Refusal::kDamaged: break;
    }
    return DocumentState::kDamaged;
}

// What a child gives as a reason: for people, on one line.
std::string to_line(std::string_view reason) {
    auto line = to_valid_utf8(reason);
    std::replace_if(
        line.begin(), line.end(), [](unsigned char c) { return c < ' '; }, ' ');
    return line;
}

}  // namespace

CagedSession::CagedSession(const std::filesystem::path& child, const Settings& settings, Reading& reading,
                           const PageSink& sink, const Limits& limits)
    : child_(child), settings_(settings), reading_(reading), sink_(sink), limits_(limits) {}

Result<Extraction> CagedSession::run(const InputFile& file, const std::vector<std::string>& passwords) {
    const auto input = encode_passwords(passwords);
    format_ = file.format();
    while (reading_.deaths < kDeathsMax && !reading_.is_complete()) {
        auto end = run_child(file, input);
        if (!end) return propagate(end);
        if (*end == RunEnd::kDone || has_violated_ || reading_.pages == 0 || reading_.next_page > reading_.pages) break;
        ++reading_.deaths;
    }
    return verdict();
}

Result<CagedSession::RunEnd> CagedSession::run_child(const InputFile& file, const std::string& input) {
    auto started =
        ChildProcess::start({child_,
                             {std::to_string(reading_.next_page), std::to_string(settings_.pages_max),
                              std::to_string(settings_.page_cpu_s), std::to_string(settings_.child_memory_bytes),
                              std::to_string(::getpid()), std::string(to_string(file.format()))},
                             file.descriptor(),
                             input});
    if (!started) return propagate(started);
    stage_ = Stage::kStarted;
    is_stalled_ = false;
    FrameParser parser;
    auto ended = read_frames(*started, parser);
    if (!ended || !*ended) started->kill();
    const auto status = started->wait();
    if (!ended) return propagate(ended);
    if (stage_ == Stage::kStarted && status.code == kExitUnconfined)
        return tl::unexpected(unconfined(child_, started->errors()));

    has_violated_ = status.signal == SIGSYS;
    const bool has_read_all = stage_ == Stage::kOpen && reading_.next_page > reading_.pages;
    if ((refused_ || has_read_all) && status.is_success() && lie_.empty()) return RunEnd::kDone;
    if (!refused_ && has_read_all && !has_violated_) return RunEnd::kDone;  // it died after its work was done
    blame(*started, status);
    return RunEnd::kDied;
}

// True at the end of the stream, false when the child is to be killed. Errors are the caller's: cancelled, timeout,
// and whatever the sink says.
Result<bool> CagedSession::read_frames(ChildProcess& process, FrameParser& parser) {
    std::vector<char> buffer(kReadBytes);
    auto quiet_since = std::chrono::steady_clock::now();
    while (true) {
        if (auto checked = limits_.check("reading a file"); !checked) return propagate(checked);
        const auto read = process.read(buffer, kPatience);
        if (!read) return propagate(read);
        if (read->state == ChildProcess::ReadState::kEnd) return true;
        parser.add({buffer.data(), read->bytes});
        const auto taken = take_frames(parser);
        if (!taken) return propagate(taken);
        if (!lie_.empty()) return false;
        // Whole frames count, not bytes that trickle; and what the sink takes is not the child's fault.
        if (*taken > 0) quiet_since = std::chrono::steady_clock::now();
        is_stalled_ = std::chrono::steady_clock::now() - quiet_since > std::chrono::seconds(settings_.stall_s);
        if (is_stalled_) return false;
    }
}

// All that are whole, up to the first that cannot be; how many that were.
Result<std::size_t> CagedSession::take_frames(FrameParser& parser) {
    std::size_t frames = 0;
    for (Frame frame; lie_.empty(); ++frames) {
        const auto has_frame = parser.next(frame);
        if (!has_frame) lie_ = has_frame.error().message;
        if (!has_frame || !*has_frame) break;
        if (auto taken = take(frame); !taken) return propagate(taken);
        if (auto checked = limits_.check("reading a file"); !checked) return propagate(checked);
    }
    return frames;
}

Result<void> CagedSession::take(const Frame& frame) {
    if (!is_in_order(frame.type)) {
        lie_ = "the reader sent its frames in a wrong order";
        return {};
    }
    switch (frame.type) {
        case FrameType::kHello: return take_hello(frame);
        case FrameType::kOpened: return take_opened(frame);
        case FrameType::kPage: return take_page(frame);
        case FrameType::kPageFailed: return take_failed_page(frame);
        case FrameType::kRefused: return take_refusal(frame);
        case FrameType::kImage: break;  // out of order whenever it comes
    }
    return {};
}

bool CagedSession::is_in_order(FrameType type) const {
    switch (type) {
        case FrameType::kHello: return stage_ == Stage::kStarted;
        case FrameType::kOpened:
        case FrameType::kRefused: return stage_ == Stage::kCaged && !refused_;
        case FrameType::kPage:
        case FrameType::kPageFailed: return stage_ == Stage::kOpen;
        case FrameType::kImage: break;  // nobody asked for one
    }
    return false;
}

Result<void> CagedSession::take_hello(const Frame& frame) {
    const auto cage = decode_hello(child_, frame);
    if (!cage && cage.error().kind == ErrorKind::kUnavailable) return propagate(cage);
    if (!cage) lie_ = cage.error().message;
    stage_ = Stage::kCaged;
    return {};
}

Result<void> CagedSession::take_opened(const Frame& frame) {
    PayloadReader reader(frame.payload);
    const auto pages = reader.u32();
    const bool is_known = reading_.pages == 0 || pages == reading_.pages;
    if (!reader.is_complete() || pages == 0 || pages > settings_.pages_max || !is_known) {
        lie_ = "the reader sent a number of pages that cannot be";
        return {};
    }
    reading_.pages = pages;
    stage_ = Stage::kOpen;
    return {};
}

Result<void> CagedSession::take_page(const Frame& frame) {
    auto page = decode_page(frame.payload);
    if (!page || static_cast<std::uint32_t>(page->number) != reading_.next_page ||
        reading_.next_page > reading_.pages) {
        lie_ = page ? "the reader sent a page out of order" : page.error().message;
        return {};
    }
    ++reading_.next_page;
    ++reading_.delivered;
    has_delivered_ = true;
    if (!page->blocks.empty()) ++reading_.with_text;
    return sink_(std::move(*page), reading_.pages);
}

Result<void> CagedSession::take_failed_page(const Frame& frame) {
    PayloadReader reader(frame.payload);
    const auto number = reader.u32();
    const auto failure = static_cast<PageFailure>(reader.u8());
    auto reason = to_line(reader.text(kReasonBytesMax));
    if (!reader.is_complete() || number != reading_.next_page || reading_.next_page > reading_.pages) {
        lie_ = "the reader sent a page out of order";
        return {};
    }
    ++reading_.next_page;
    reading_.failed.push_back({number, to_state(failure), std::move(reason)});
    return {};
}

Result<void> CagedSession::take_refusal(const Frame& frame) {
    PayloadReader reader(frame.payload);
    const auto refusal = static_cast<Refusal>(reader.u8());
    const auto pages = reader.u32();
    auto reason = to_valid_utf8(reader.text(kReasonBytesMax));
    if (!reader.is_complete()) {
        lie_ = "the reader refused the file without a reason";
        return {};
    }
    if (refusal == Refusal::kOverLimit && pages > 0)
        reason += "; PAGES_MAX allows " + std::to_string(settings_.pages_max);
    refused_ = Extraction{to_state(refusal), std::move(reason), pages};
    return {};
}

// Puts a child's death down to the page that it was at, or to the file when it was not opened yet.
void CagedSession::blame(ChildProcess& process, const ExitStatus& status) {
    auto [state, reason] = explain_death(
        settings_,
        {.status = status, .errors = process.errors(), .lie = std::exchange(lie_, {}), .is_stalled = is_stalled_});
    if (stage_ == Stage::kOpen && reading_.next_page <= reading_.pages) {
        reading_.failed.push_back({reading_.next_page++, state, std::move(reason)});
    } else if (stage_ == Stage::kOpen) {
        reading_.failed.push_back({reading_.pages, state, "after it, " + reason});
    } else {
        refused_ = Extraction{state, "the file cannot be opened: " + reason, reading_.pages};
    }
}

Extraction CagedSession::verdict() const {
    if (refused_ && !has_delivered_) return *refused_;
    const auto unread = reading_.pages - std::min(reading_.next_page - 1, reading_.pages);
    if (reading_.failed.empty() && unread == 0) {
        if (reading_.with_text > 0) return {DocumentState::kIndexed, "", reading_.pages};
        if (format_ != Format::kPdf) return {DocumentState::kNoText, "there is no text in it", reading_.pages};
        const std::string where =
            reading_.pages == 1 ? "its only page" : "any of its " + std::to_string(reading_.pages) + " pages";
        return {DocumentState::kNoText, "no text layer on " + where + "; scanned?", reading_.pages};
    }
    std::string reason = failed_pages();
    if (unread > 0)
        reason += std::string(reason.empty() ? "" : "; ") + "the last " +
                  (unread == 1 ? "page was" : std::to_string(unread) + " pages were") + " not read any more";
    return {reading_.with_text > 0    ? DocumentState::kPartial
            : reading_.failed.empty() ? DocumentState::kDamaged
                                      : reading_.failed.front().state,
            std::move(reason), reading_.pages};
}

// "page 3: it cannot be loaded; pages 7, 9: ...": one entry for each reason.
std::string CagedSession::failed_pages() const {
    std::vector<std::pair<std::string, std::vector<std::uint32_t>>> by_reason;
    for (const auto& page : reading_.failed) {
        auto found = std::find_if(by_reason.begin(), by_reason.end(),
                                  [&](const auto& entry) { return entry.first == page.reason; });
        if (found == by_reason.end()) found = by_reason.insert(by_reason.end(), {page.reason, {}});
        found->second.push_back(page.number);
    }
    std::string text;
    for (const auto& [reason, numbers] : by_reason) {
        text += text.empty() ? "" : "; ";
        text += numbers.size() == 1 ? "page " : "pages ";
        for (std::size_t i = 0; i < std::min(numbers.size(), kPagesNamedMax); ++i)
            text += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
        if (numbers.size() > kPagesNamedMax)
            text += " and " + std::to_string(numbers.size() - kPagesNamedMax) + " more";
        text += ": " + reason;
    }
    return text;
}

}  // namespace genai::extraction
