// SPDX-License-Identifier: Apache-2.0
#include "filings.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "extraction/caged_extractor.hpp"

namespace genai::bench {

namespace {

Result<std::vector<std::string>> first_pages(const std::filesystem::path& file, const std::filesystem::path& child) {
    std::vector<std::string> texts;
    extraction::CagedExtractor extractor(child, {});
    const auto read = extractor.extract(file,
                                        [&](const Page& page, std::uint32_t) -> Result<void> {
                                            texts.push_back(page.text);
                                            if (texts.size() < facts::kPagesRead) return {};
                                            return fail(ErrorKind::kCancelled, "enough pages");
                                        },
                                        {});
    if (!read && texts.size() < facts::kPagesRead) return propagate(read);
    return texts;
}

Result<std::map<std::string, Filing>> read_table(const std::filesystem::path& gold) {
    std::ifstream rows(gold);
    std::string row;
    if (!std::getline(rows, row)) return fail(ErrorKind::kInvalidInput, "cannot read " + gold.string());
    std::map<std::string, Filing> known;
    while (std::getline(rows, row)) {
        std::istringstream cells(row);
        Filing filing;
        filing.is_known = true;
        std::string file;
        std::getline(cells, file, '\t');
        std::getline(cells, filing.organisation, '\t');
        std::getline(cells, filing.ticker, '\t');
        std::getline(cells, filing.type, '\t');
        std::getline(cells, filing.period_end, '\t');
        cells >> filing.year >> filing.quarter;
        known.emplace(std::move(file), std::move(filing));
    }
    return known;
}

}  // namespace

Result<std::vector<Filing>> read_filings(const std::filesystem::path& gold, const std::filesystem::path& folder,
                                         const std::filesystem::path& child) {
    auto known = read_table(gold);
    if (!known) return propagate(known);
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".pdf") files.insert(entry.path());
    std::vector<Filing> filings;
    for (const auto& file : files) {
        const auto row = known->find(file.filename().string());
        Filing filing = row == known->end() ? Filing{} : row->second;
        filing.file = file.filename().string();
        const auto texts = first_pages(file, child);
        if (!texts) return propagate(texts);
        std::vector<facts::FrontPage> pages;
        for (const std::string& text : *texts) pages.push_back({static_cast<int>(pages.size()) + 1, text});
        const auto start = std::chrono::steady_clock::now();
        filing.facts = facts::read_document({pages, filing.file, {}, {}});
        filing.read_us = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
        filings.push_back(std::move(filing));
    }
    return filings;
}

Result<std::vector<CitedQuestion>> read_questions(const std::filesystem::path& file) {
    std::ifstream lines(file);
    if (!lines) return fail(ErrorKind::kInvalidInput, "cannot read " + file.string());
    std::vector<CitedQuestion> questions;
    std::string line;
    while (std::getline(lines, line)) {
        boost::system::error_code error;
        const auto value = boost::json::parse(line, error);
        if (error || !value.is_object()) return fail(ErrorKind::kInvalidInput, file.string() + ": a line is no object");
        CitedQuestion question;
        question.id = value.at("id").as_string().c_str();
        question.text = value.at("question").as_string().c_str();
        for (const auto& document : value.at("docs").as_array()) question.documents.emplace_back(document.as_string());
        questions.push_back(std::move(question));
    }
    return questions;
}

}  // namespace genai::bench
