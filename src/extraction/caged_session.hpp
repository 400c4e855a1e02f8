// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "extraction/extractor.hpp"
#include "extraction/frame.hpp"
#include "extraction/input_file.hpp"
#include "extraction/settings.hpp"
#include "platform/child_process.hpp"

namespace genai::extraction {

// The reading of one file: starts children, takes their frames, and comes to a verdict. For one call of
// CagedExtractor::extract; the references outlive it.
class CagedSession {
public:
    // Goes on where `reading` stands, and moves it.
    CagedSession(const std::filesystem::path& child, const Settings& settings, Reading& reading, const PageSink& sink,
                 const Limits& limits);

    // The passwords are tried when it is encrypted.
    Result<Extraction> run(const InputFile& file, const std::vector<std::string>& passwords);

private:
    // How one child's reading ended. kDone: all that was left of the file was read, or the file was refused.
    enum class RunEnd { kDone, kDied };
    // What the present child has said so far.
    enum class Stage { kStarted, kCaged, kOpen };

    Result<RunEnd> run_child(const InputFile& file, const std::string& input);
    Result<bool> read_frames(platform::ChildProcess& process, FrameParser& parser);
    Result<std::size_t> take_frames(FrameParser& parser);
    Result<void> take(const Frame& frame);
    bool is_in_order(FrameType type) const;
    Result<void> take_hello(const Frame& frame);
    Result<void> take_opened(const Frame& frame);
    Result<void> take_page(const Frame& frame);
    Result<void> take_failed_page(const Frame& frame);
    Result<void> take_refusal(const Frame& frame);
    void blame(platform::ChildProcess& process, const platform::ExitStatus& status);
    Extraction verdict() const;
    std::string failed_pages() const;

    const std::filesystem::path& child_;
    const Settings& settings_;
    Reading& reading_;
    const PageSink& sink_;
    const Limits& limits_;

    Format format_ = Format::kPdf;
    std::optional<Extraction> refused_;
    bool has_delivered_ = false;  // a page of this session
    Stage stage_ = Stage::kStarted;
    bool is_stalled_ = false;
    bool has_violated_ = false;  // a child tried what it may not: the file is given up
    std::string lie_;            // what a child said that cannot be
};

}  // namespace genai::extraction
