// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace genai::bench {

// The text of each page, by the file's name.
using PageTexts = std::map<std::string, std::vector<std::string>>;

Result<PageTexts> read_pages(const std::filesystem::path& folder, const std::filesystem::path& child);

struct LabelledQuestion {
    std::string id;
    std::string text;
    std::string kind;
    std::map<std::string, std::vector<int>> pages;  // that hold the answer, by the file's name; from 1
    bool is_kept_aside = false;                     // half of the questions, by a hash of the id
};

// One question a line: {"id", "question", "pages", "kind"}, or {"_id", "text"}.
Result<std::vector<LabelledQuestion>> read_questions(const std::filesystem::path& file);

}  // namespace genai::bench
