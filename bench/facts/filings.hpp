// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "facts/document_facts.hpp"

namespace genai::bench {

// A document, its facts as they should be, and what was read of it.
struct Filing {
    std::string file;
    bool is_known = false;  // a row of the table is about it
    std::string organisation;
    std::string ticker;
    std::string type;
    std::string period_end;
    int year = 0;     // fiscal
    int quarter = 0;  // fiscal
    facts::DocumentFacts facts;
    double read_us = 0;
};

// The folder's PDFs by name, with their rows of the table (filings.tsv) and their facts as read from the first pages.
Result<std::vector<Filing>> read_filings(const std::filesystem::path& gold, const std::filesystem::path& folder,
                                         const std::filesystem::path& child);

struct CitedQuestion {
    std::string id;
    std::string text;
    std::vector<std::string> documents;  // file names
};
Result<std::vector<CitedQuestion>> read_questions(const std::filesystem::path& file);

}  // namespace genai::bench
