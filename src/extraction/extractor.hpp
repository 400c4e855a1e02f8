// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "extraction/reading.hpp"
#include "model/document.hpp"
#include "model/page.hpp"

namespace genai::extraction {

// How the reading of a file ended. `state` is indexed, partial, no_text, encrypted, damaged, over_limit, timed_out or
// out_of_memory; `reason` tells a person why, and is empty for indexed.
struct Extraction {
    DocumentState state = DocumentState::kIndexed;
    std::string reason;
    std::uint32_t pages = 0;  // in the file
};

// A file to read: where it is, and what it is called, which helps to tell its format. An upload lies under its hash.
struct NamedFile {
    std::filesystem::path path;
    std::string name;

    NamedFile(std::filesystem::path file)  // NOLINT(google-explicit-constructor): called as it lies there
        : path(std::move(file)), name(path.filename().string()) {}
    NamedFile(std::filesystem::path file, std::string called) : path(std::move(file)), name(std::move(called)) {}
};

// Receives the pages in order, one at a time; `total` is the file's page count. An error it returns ends the
// extraction, which then returns that error.
using PageSink = std::function<Result<void>(Page page, std::uint32_t total)>;

// Reads a file's pages. A bad file is an outcome, never an error: errors are for what is wrong with the machine (the
// child program is missing, memory for a process) or with the call (cancelled). Safe to use from several threads.
class Extractor {
public:
    virtual ~Extractor() = default;

    virtual Result<Extraction> extract(const NamedFile& file, const PageSink& sink, const Limits& limits) = 0;

    // The same from where `reading` stands: pages below its next one are not given out, and the verdict is on the whole
    // file. `reading` moves on with each page, before the sink is given it. Here everything is read once more, for
    // files that cost little.
    virtual Result<Extraction> go_on(const NamedFile& file, Reading& reading, const PageSink& sink,
                                     const Limits& limits);

    // True when there is a password to try on the file, so that one that was encrypted may be read this time.
    virtual bool has_password(const std::filesystem::path&) const { return false; }

    // Changes whenever the same file would be read differently; part of a version's fingerprint.
    virtual std::string fingerprint() const = 0;
};

}  // namespace genai::extraction
