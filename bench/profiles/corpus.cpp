// SPDX-License-Identifier: Apache-2.0
#include "corpus.hpp"

#include <boost/json.hpp>

#include <fstream>

#include "base/hash.hpp"
#include "extraction/caged_extractor.hpp"

namespace genai::bench {

namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

LabelledQuestion to_question(const json::object& object) {
    LabelledQuestion question;
    question.id = text_of(object, "id") + text_of(object, "_id");
    question.text = text_of(object, "question") + text_of(object, "text");
    question.kind = text_of(object, "kind");
    question.is_kept_aside = crc32c(question.id) % 2 == 1;
    const json::value* pages = object.if_contains("pages");
    if (pages == nullptr || !pages->is_object()) return question;
    for (const auto& [file, numbers] : pages->get_object()) {
        for (const json::value& number : numbers.as_array()) {
            question.pages[std::string(file)].push_back(number.to_number<int>());
        }
    }
    return question;
}

}  // namespace

Result<PageTexts> read_pages(const std::filesystem::path& folder, const std::filesystem::path& child) {
    PageTexts texts;
    extraction::CagedExtractor extractor(child, {});
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".pdf") continue;
        std::vector<std::string>& pages = texts[entry.path().filename().string()];
        const auto read = extractor.extract(entry.path(),
                                            [&](const Page& page, std::uint32_t) -> Result<void> {
                                                pages.push_back(page.text);
                                                return {};
                                            },
                                            {});
        if (!read) return propagate(read);
    }
    return texts;
}

Result<std::vector<LabelledQuestion>> read_questions(const std::filesystem::path& file) {
    std::ifstream lines(file);
    if (!lines) return fail(ErrorKind::kInvalidInput, "cannot read " + file.string());
    std::vector<LabelledQuestion> questions;
    for (std::string line; std::getline(lines, line);) {
        boost::system::error_code error;
        const auto value = json::parse(line, error);
        if (error || !value.is_object()) return fail(ErrorKind::kInvalidInput, file.string() + ": a line is no object");
        questions.push_back(to_question(value.get_object()));
    }
    return questions;
}

}  // namespace genai::bench
