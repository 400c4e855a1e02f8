// SPDX-License-Identifier: Apache-2.0
#include "extraction/pdf_renderer.hpp"

#include <unistd.h>

#include <array>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "extraction/child_death.hpp"
#include "extraction/format_detection.hpp"
#include "extraction/frame.hpp"
#include "extraction/frame_drawing.hpp"
#include "extraction/hello.hpp"
#include "extraction/pdfium_version.hpp"
#include "platform/child_process.hpp"

namespace genai::extraction {

namespace {

using platform::ChildProcess;

constexpr std::chrono::milliseconds kPatience{50};  // between two looks at the caller's limits
constexpr std::size_t kReadBytes = std::size_t{64} << 10;
// Raised when our own part of drawing changes: the marker, the encoder.
constexpr const char* kDrawingVersion = "1";

// One child's drawing of one page: takes its frames in the one order that they may have.
class Sitting {
public:
    Sitting(const std::filesystem::path& child, const Settings& settings, std::uint32_t page, const Limits& limits)
        : child_(child), settings_(settings), page_(page), limits_(limits) {}

    Result<PageImage> run(ChildProcess& process) {
        auto ended = read_frames(process);
        if (!ended || *ended == Ending::kByUs) process.kill();
        const auto status = process.wait();
        if (!ended) return propagate(ended);
        if (stage_ == Stage::kStarted && status.code == kExitUnconfined)
            return tl::unexpected(unconfined(child_, process.errors()));
        if (error_) return tl::unexpected(*error_);
        if (lie_.empty() && image_) return std::move(*image_);
        if (lie_.empty() && stage_ == Stage::kOpen && status.is_success())
            return fail(ErrorKind::kNotFound, "the file has no page " + std::to_string(page_));
        const auto death = explain_death(
            settings_,
            {.status = status, .errors = process.errors(), .lie = std::move(lie_), .is_stalled = is_stalled_});
        return fail(ErrorKind::kInvalidInput, cannot_draw() + death.reason);
    }

private:
    enum class Stage { kStarted, kCaged, kOpen, kDone };
    // Who ends the child: it itself, or we, for it is done, lies or stalls.
    enum class Ending { kByItself, kByUs };

    std::string cannot_draw() const { return "page " + std::to_string(page_) + " cannot be drawn: "; }

    Result<Ending> read_frames(ChildProcess& process) {
        std::vector<char> buffer(kReadBytes);
        const auto since = std::chrono::steady_clock::now();
        while (true) {
            if (auto checked = limits_.check("drawing a page"); !checked) return propagate(checked);
            const auto read = process.read(buffer, kPatience);
            if (!read) return propagate(read);
            if (read->state == ChildProcess::ReadState::kEnd) return Ending::kByItself;
            parser_.add({buffer.data(), read->bytes});
            if (auto taken = take_frames(); !taken) return propagate(taken);
            if (!lie_.empty() || stage_ == Stage::kDone) return Ending::kByUs;
            is_stalled_ = std::chrono::steady_clock::now() - since > std::chrono::seconds(settings_.stall_s);
            if (is_stalled_) return Ending::kByUs;
        }
    }

    Result<void> take_frames() {
        for (Frame frame; lie_.empty() && stage_ != Stage::kDone;) {
            const auto has_frame = parser_.next(frame);
            if (!has_frame) lie_ = has_frame.error().message;
            if (!has_frame || !*has_frame) return {};
            if (auto taken = take(frame); !taken) return taken;
        }
        return {};
    }

    Result<void> take(const Frame& frame) {
        switch (frame.type) {
            case FrameType::kHello:
                if (stage_ == Stage::kStarted) return take_hello(frame);
                break;
            case FrameType::kOpened:
                if (std::exchange(stage_, Stage::kOpen) == Stage::kCaged) return {};
                break;
            case FrameType::kRefused:
                if (std::exchange(stage_, Stage::kDone) == Stage::kCaged) return take_refusal(frame);
                break;
            case FrameType::kImage:
                if (std::exchange(stage_, Stage::kDone) == Stage::kOpen) return take_image(frame);
                break;
            case FrameType::kPageFailed:
                if (std::exchange(stage_, Stage::kDone) == Stage::kOpen) return take_failed_page(frame);
                break;
            case FrameType::kPage: break;  // nobody asked for its text
        }
        lie_ = "the reader sent its frames in a wrong order";
        return {};
    }

    Result<void> take_hello(const Frame& frame) {
        const auto cage = decode_hello(child_, frame);
        if (!cage && cage.error().kind == ErrorKind::kUnavailable) return propagate(cage);
        if (!cage) lie_ = cage.error().message;
        stage_ = Stage::kCaged;
        return {};
    }

    Result<void> take_refusal(const Frame& frame) {
        PayloadReader reader(frame.payload);
        const auto refusal = static_cast<Refusal>(reader.u8());
        reader.u32();
        auto reason = to_valid_utf8(reader.text(kReasonBytesMax));
        if (!reader.is_complete()) {
            lie_ = "the reader refused the file without a reason";
        } else {
            const bool is_locked = refusal == Refusal::kEncrypted;
            error_ = Error{is_locked ? ErrorKind::kConflict : ErrorKind::kInvalidInput, cannot_draw() + reason};
        }
        return {};
    }

    Result<void> take_failed_page(const Frame& frame) {
        PayloadReader reader(frame.payload);
        reader.u32();
        reader.u8();
        auto reason = to_valid_utf8(reader.text(kReasonBytesMax));
        if (!reader.is_complete()) {
            lie_ = "the reader gave the page up without a reason";
        } else {
            error_ = Error{ErrorKind::kInvalidInput, cannot_draw() + reason};
        }
        return {};
    }

    Result<void> take_image(const Frame& frame) {
        auto image = decode_image(frame.payload);
        if (!image || image->page != page_) {
            lie_ = image ? "the reader drew another page" : image.error().message;
        } else {
            image_ = std::move(*image);
        }
        return {};
    }

    const std::filesystem::path& child_;
    const Settings& settings_;
    const std::uint32_t page_;
    const Limits& limits_;

    FrameParser parser_;
    Stage stage_ = Stage::kStarted;
    std::optional<PageImage> image_;
    std::optional<Error> error_;
    std::string lie_;
    bool is_stalled_ = false;
};

// What begins like no format at all is for the child to look at.
bool is_another_format(int file) {
    std::array<char, kFormatHeadBytes> head{};
    const auto bytes = ::pread(file, head.data(), head.size(), 0);
    if (bytes <= 0) return false;
    const auto format = detect_format({head.data(), static_cast<std::size_t>(bytes)}, "");
    return format && *format != Format::kPdf;
}

}  // namespace

Result<PageImage> PdfRenderer::render(int file, std::uint32_t page, const Drawing& drawing, const Limits& limits) {
    if (auto checked = limits.check("drawing a page"); !checked) return propagate(checked);
    if (is_another_format(file)) {
        return fail(ErrorKind::kConflict, "page " + std::to_string(page) +
                                              " cannot be drawn: only pages of PDFs are; its text can be had instead");
    }
    auto process = ChildProcess::start(
        {child_,
         {std::to_string(page), std::to_string(settings_.pages_max), std::to_string(settings_.page_cpu_s),
          std::to_string(settings_.child_memory_bytes), std::to_string(::getpid()),
          std::string(to_string(Format::kPdf)), encode_drawing(drawing)},
         file,
         {}});
    if (!process) return propagate(process);
    return Sitting(child_, settings_, page, limits).run(*process);
}

std::string PdfRenderer::fingerprint() const {
    return std::string("drawing-") + kDrawingVersion + "/pdfium-" + kPdfiumVersion;
}

}  // namespace genai::extraction
