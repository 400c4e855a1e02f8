// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <tl/expected.hpp>

namespace genai::extraction {

// An open file that begins like a PDF. Closes it on destruction.
class PdfFile {
public:
    // Or the reason, for people, why this is no file that we read.
    static tl::expected<PdfFile, std::string> open(const std::filesystem::path& file);

    PdfFile(PdfFile&& other) noexcept;
    PdfFile& operator=(PdfFile&&) = delete;
    ~PdfFile();

    int descriptor() const { return descriptor_; }

private:
    explicit PdfFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace genai::extraction
