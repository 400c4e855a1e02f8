// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "model/format.hpp"

namespace genai::extraction {

// An open file that begins like one of a format that we read. Closes it on destruction.
class InputFile {
public:
    // `name` is what the file is called. Or the reason, for people, why this is no file that we read.
    static tl::expected<InputFile, std::string> open(const std::filesystem::path& file, std::string_view name);

    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&&) = delete;
    ~InputFile();

    int descriptor() const { return descriptor_; }
    Format format() const { return format_; }

private:
    explicit InputFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
    Format format_ = Format::kPdf;
};

}  // namespace genai::extraction
