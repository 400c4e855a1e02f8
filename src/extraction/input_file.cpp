// SPDX-License-Identifier: Apache-2.0
#include "extraction/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "extraction/format_detection.hpp"

namespace genai::extraction {

namespace {

std::string cannot_open(int error) { return "the file cannot be opened: " + std::generic_category().message(error); }

}  // namespace

tl::expected<InputFile, std::string> InputFile::open(const std::filesystem::path& file, std::string_view name) {
    // A named pipe would make open() wait for a writer.
    InputFile opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (opened.descriptor_ < 0) return tl::unexpected(cannot_open(errno));
    struct stat status {};
    if (::fstat(opened.descriptor_, &status) != 0) return tl::unexpected(cannot_open(errno));
    if (!S_ISREG(status.st_mode)) return tl::unexpected<std::string>("not a regular file");
    if (status.st_size == 0) return tl::unexpected<std::string>("the file is empty");

    std::array<char, kFormatHeadBytes> head{};
    const auto bytes = ::pread(opened.descriptor_, head.data(), head.size(), 0);
    if (bytes < 0) return tl::unexpected(cannot_open(errno));
    auto format = detect_format({head.data(), static_cast<std::size_t>(bytes)}, name);
    if (!format) return tl::unexpected(std::move(format.error()));
    opened.format_ = *format;
    return opened;
}

InputFile::InputFile(InputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), format_(other.format_) {}

InputFile::~InputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace genai::extraction
