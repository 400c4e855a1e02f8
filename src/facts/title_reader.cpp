// SPDX-License-Identifier: Apache-2.0

// The title: of the metadata when somebody wrote it for readers, else the first heading of the first page; of a letter
// its subject.
#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "facts/front_text.hpp"
#include "facts/time_mention.hpp"

namespace genai::facts {

namespace {

constexpr std::size_t kTitleWordsMax = 24;
constexpr std::size_t kTitleLinesMax = 3;
constexpr std::size_t kBlocksMax = 8;

// Lines between two blank ones: words [begin, end).
struct Block {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t lines = 0;
};

std::vector<Block> to_blocks(const FrontText& page, std::size_t lines) {
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < std::min(lines, page.lines.size()); ++i) {
        const Line& line = page.lines[i];
        if (line.starts_block) blocks.push_back({line.begin, line.end, 0});
        blocks.back().end = line.end;
        ++blocks.back().lines;
    }
    return blocks;
}

std::size_t count_letters(const Words& words, std::size_t begin, std::size_t end) {
    std::size_t letters = 0;
    for (std::size_t at = begin; at < end; ++at)
        if (words.is_letters(at)) letters += words.folded(at).size();
    return letters;
}

// Programs write the name of a file, their own name, or a number; people write words.
bool is_written_for_readers(const FrontText& title) {
    static constexpr std::array<std::string_view, 10> kMachine{"microsoft word", "microsoft powerpoint",
                                                               "untitled",       "powerpoint",
                                                               "print",          "slide",
                                                               "document1",      "unbenannt",
                                                               "dokument1",      "layout"};
    static constexpr std::array<std::string_view, 12> kExtensions{"doc",  "docx", "pdf",  "indd", "qxd", "xls",
                                                                  "xlsx", "ppt",  "pptx", "tex",  "rtf", "odt"};
    const Words& words = title.words;
    const auto starts = [&](std::string_view phrase) { return end_of_phrase(words, 0, phrase) != 0; };
    if (words.size() < 2 || std::any_of(kMachine.begin(), kMachine.end(), starts)) return false;
    if (words.text().find('_') != std::string_view::npos) return false;
    const bool is_file =
        words.is_joined(words.size() - 2, ".") &&
        std::find(kExtensions.begin(), kExtensions.end(), words.folded(words.size() - 1)) != kExtensions.end();
    if (is_file) return false;
    constexpr std::size_t kLettersMin = 3;
    std::size_t characters = 0;
    std::size_t said = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        characters += words[at].end - words[at].begin;
        if (words.is_letters(at) && words.folded(at).size() >= kLettersMin) ++said;
    }
    // A third: "10-Q - 10/28/2022 - Example Corporation" is still for readers.
    return said >= 2 && 3 * count_letters(words, 0, words.size()) >= characters;
}

bool is_address(const Words& words, const Block& block) {
    static constexpr std::array<std::string_view, 5> kSigns{"@", "www", "http", "https", "tel"};
    for (std::size_t at = block.begin; at < block.end; ++at)
        if (std::find(kSigns.begin(), kSigns.end(), words.folded(at)) != kSigns.end()) return true;
    return false;
}

bool is_label(const Words& words, const Block& block) {
    static constexpr std::array<std::string_view, 11> kLabels{"confidential",
                                                              "draft",
                                                              "press release",
                                                              "news release",
                                                              "for immediate release",
                                                              "pressemitteilung",
                                                              "vertraulich",
                                                              "contents",
                                                              "table of contents",
                                                              "inhalt",
                                                              "page"};
    return std::any_of(kLabels.begin(), kLabels.end(), [&](std::string_view label) {
        const std::size_t end = end_of_phrase(words, block.begin, label);
        constexpr std::size_t kMore = 2;
        return end != block.begin && end + kMore >= block.end;
    });
}

bool is_date(const Words& words, const Block& block) {
    const auto times = find_times(words, block.begin, block.end);
    return !times.empty() && count_letters(words, block.begin, times.front().begin) == 0 &&
           count_letters(words, times.back().end, block.end) == 0;
}

// More than a line and without an end: not a heading but what somebody has to say.
bool is_prose(const Words& words, const Block& block) {
    return block.end - block.begin > kTitleWordsMax || block.lines > kTitleLinesMax ||
           (words.is(block.end - 1, ".") && block.end - block.begin > kTitleWordsMax / 2);
}

bool can_be_title(const FrontText& page, const Block& block, const std::optional<Organisation>& organisation) {
    const Words& words = page.words;
    constexpr std::size_t kLettersMin = 4;
    if (count_letters(words, block.begin, block.end) < kLettersMin || words.is_mark(block.end - 1)) return false;
    if (!words[block.begin].is_capital && words.digits(block.begin) == 0) return false;
    if (is_label(words, block) || is_date(words, block) || is_address(words, block)) return false;
    if (!organisation) return true;
    const std::string text = to_one_line(words.slice(block.begin, block.end), kFactLengthMax);
    return to_name_words(text) != to_name_words(organisation->name);
}

std::optional<Found<std::string>> to_title(const FrontText& text, std::size_t begin, std::size_t end) {
    return {{to_one_line(text.words.slice(begin, end), kFactLengthMax), text.at(begin)}};
}

std::optional<Found<std::string>> read_heading(const FrontText& page, const std::optional<Organisation>& organisation) {
    const auto blocks = to_blocks(page, kHeadLines);
    for (std::size_t i = 0; i < std::min(blocks.size(), kBlocksMax); ++i) {
        if (is_prose(page.words, blocks[i])) return std::nullopt;
        if (can_be_title(page, blocks[i], organisation)) return to_title(page, blocks[i].begin, blocks[i].end);
    }
    return std::nullopt;
}

// "Re: ...", or the one line that stands by itself above the greeting.
std::optional<Found<std::string>> read_subject(const FrontText& page) {
    static constexpr std::array<std::string_view, 4> kNames{"re", "subject", "betreff", "betrifft"};
    const auto greeting = find_salutation(page);
    if (!greeting) return std::nullopt;
    for (std::size_t i = 0; i < *greeting; ++i) {
        const Line& line = page.lines[i];
        const bool is_named = std::find(kNames.begin(), kNames.end(), page.words.folded(line.begin)) != kNames.end();
        if (is_named && page.words.is(line.begin + 1, ":") && line.size() > 2)
            return to_title(page, line.begin + 2, line.end);
    }
    const auto blocks = to_blocks(page, *greeting);
    constexpr std::size_t kWordsMin = 3;
    constexpr std::size_t kLabelWordsMax = 4;  // "Your reference: ..."
    if (blocks.empty() || blocks.back().lines != 1) return std::nullopt;
    const Block& last = blocks.back();
    for (std::size_t at = last.begin; at < std::min(last.end, last.begin + kLabelWordsMax); ++at)
        if (page.words.is(at, ":")) return std::nullopt;
    if (last.end - last.begin < kWordsMin || !page.words.is_letters(last.begin) || is_prose(page.words, last))
        return std::nullopt;
    return can_be_title(page, last, std::nullopt) ? to_title(page, last.begin, last.end) : std::nullopt;
}

}  // namespace

std::optional<Found<std::string>> read_title(const FrontTexts& texts, std::optional<DocumentType> type,
                                             const std::optional<Organisation>& organisation) {
    if (is_written_for_readers(texts.title)) return to_title(texts.title, 0, texts.title.words.size());
    if (texts.pages.empty() || (type && is_form(*type))) return std::nullopt;
    if (type == DocumentType::kLetter) return read_subject(texts.pages.front());
    return read_heading(texts.pages.front(), organisation);
}

}  // namespace genai::facts
