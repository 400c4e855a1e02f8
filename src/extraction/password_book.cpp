// SPDX-License-Identifier: Apache-2.0
#include "extraction/password_book.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "extraction/frame_passwords.hpp"

namespace genai::extraction {

namespace {

constexpr char kSeparator = '\t';
constexpr std::string_view kEveryFile = "*";

tl::unexpected<Error> bad_line(std::size_t number, const std::string& why) {
    return fail(ErrorKind::kInvalidInput, "line " + std::to_string(number) + " of the passwords: " + why);
}

// Part by part from the end: "reports/2024.pdf" fits /data/reports/2024.pdf and not /data/old-reports/2024.pdf.
bool ends_with(const std::filesystem::path& path, const std::filesystem::path& end) {
    auto part = path.end();
    auto wanted = end.end();
    while (wanted != end.begin()) {
        if (part == path.begin() || *--part != *--wanted) return false;
    }
    return true;
}

}  // namespace

Result<PasswordBook> PasswordBook::parse(std::string_view text) {
    if (text.size() > kFileBytesMax) return fail(ErrorKind::kTooLarge, "the file of passwords is larger than 1 MiB");
    PasswordBook book;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        if (auto added = book.add_line(number, line); !added) return propagate(added);
    }
    return book;
}

Result<void> PasswordBook::add_line(std::size_t number, std::string_view line) {
    const auto separator = line.find(kSeparator);
    const bool has_name = separator != std::string_view::npos;
    const auto name = has_name ? line.substr(0, separator) : kEveryFile;
    const auto password = has_name ? line.substr(separator + 1) : line;
    if (name.empty()) return bad_line(number, "there is no name before the tab");
    if (password.empty()) return bad_line(number, "there is no password behind the tab");
    if (password.size() > kPasswordBytesMax)
        return bad_line(number, "a password has at most " + std::to_string(kPasswordBytesMax) + " bytes");
    if (name != kEveryFile) {
        named_.emplace_back(std::filesystem::path(name).lexically_normal(), password);
        return {};
    }
    if (common_.size() == kCommonMax)
        return bad_line(number, "more than " + std::to_string(kCommonMax) +
                                    " passwords for every file; write NAME<TAB>PASSWORD for those of one file");
    common_.emplace_back(password);
    return {};
}

Result<PasswordBook> PasswordBook::read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return fail(ErrorKind::kInvalidInput,
                    "cannot read the passwords in " + file.string() + ": " + std::generic_category().message(errno));
    std::string text(kFileBytesMax + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    if (stream.bad()) return fail(ErrorKind::kInvalidInput, "cannot read the passwords in " + file.string());
    auto book = parse(text);
    if (!book) return fail(book.error().kind, file.string() + ": " + book.error().message);
    return book;
}

std::vector<std::string> PasswordBook::for_file(const std::filesystem::path& file) const {
    std::vector<std::string> passwords;
    for (const auto& [name, password] : named_)
        if (ends_with(file, name) && passwords.size() + kCommonMax < kPasswordsPerFileMax)
            passwords.push_back(password);
    passwords.insert(passwords.end(), common_.begin(), common_.end());
    return passwords;
}

}  // namespace genai::extraction
