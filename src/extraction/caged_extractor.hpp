// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "extraction/extractor.hpp"
#include "extraction/password_book.hpp"
#include "extraction/settings.hpp"

namespace genai::extraction {

// Reads files of every format in a child process (genai-extract), one per file, in a cage (cage.hpp) and under limits
// of processor time, memory and output. The child is not trusted: what it sends is checked before it is believed. When
// it dies on a page, that page is given up and another child goes on after it, a few times; when it tries to break out,
// the file is. Safe to use from several threads; each call has its own child, and the calling thread must live until
// the call returns.
class CagedExtractor : public Extractor {
public:
    CagedExtractor(std::filesystem::path child, const Settings& settings, PasswordBook passwords = {});

    Result<Extraction> extract(const NamedFile& file, const PageSink& sink, const Limits& limits) override;
    Result<Extraction> go_on(const NamedFile& file, Reading& reading, const PageSink& sink,
                             const Limits& limits) override;
    bool has_password(const std::filesystem::path& file) const override;
    std::string fingerprint() const override;

private:
    std::filesystem::path child_;
    Settings settings_;
    PasswordBook passwords_;
};

}  // namespace genai::extraction
