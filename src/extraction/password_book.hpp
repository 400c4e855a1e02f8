// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace genai::extraction {

// The passwords that encrypted files may be opened with, from a file of lines:
//
//   reports/2024.pdf<TAB>password     for the file of this name, or whose path ends so
//   password                          to be tried on every encrypted file; so is *<TAB>password
//
// Empty lines are nothing; blanks belong to the password. A value; no message of its errors has a password in it.
class PasswordBook {
public:
    // kInvalidInput names the line; kTooLarge beyond kFileBytesMax.
    static Result<PasswordBook> parse(std::string_view text);
    // Also from a pipe, as in --password-file <(pass show contracts).
    static Result<PasswordBook> read(const std::filesystem::path& file);

    // What to try on a file, in this order: what was given for its name, then what was given for all.
    std::vector<std::string> for_file(const std::filesystem::path& file) const;
    bool is_empty() const { return named_.empty() && common_.empty(); }

    static constexpr std::size_t kFileBytesMax = std::size_t{1} << 20;
    static constexpr std::size_t kCommonMax = 20;

private:
    Result<void> add_line(std::size_t number, std::string_view line);

    std::vector<std::pair<std::filesystem::path, std::string>> named_;
    std::vector<std::string> common_;
};

}  // namespace genai::extraction
