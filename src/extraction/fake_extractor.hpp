// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "extraction/extractor.hpp"

namespace genai::extraction {

// An extractor for tests that has its answers ready, by file name (the last part of the path). A file that it does not
// know is damaged. Safe to use from several threads once it is filled.
class FakeExtractor : public Extractor {
public:
    struct Answer {
        std::vector<Page> pages;
        Extraction extraction;  // with `pages` 0: the number of pages above
    };

    void set(const std::string& name, Answer answer) {
        if (answer.extraction.pages == 0) answer.extraction.pages = static_cast<std::uint32_t>(answer.pages.size());
        answers_[name] = std::move(answer);
    }
    // A file of paragraphs, one a page.
    void set_text(const std::string& name, const std::vector<std::string>& texts) {
        Answer answer;
        for (const auto& text : texts) answer.pages.push_back(page(static_cast<int>(answer.pages.size()) + 1, text));
        set(name, std::move(answer));
    }
    void set_fingerprint(std::string fingerprint) { fingerprint_ = std::move(fingerprint); }

    // A page of one paragraph in ASCII, its characters ten points wide and in one line.
    static Page page(int number, const std::string& text) {
        constexpr float kCharacterWidth = 10;
        constexpr float kLineHeight = 12;
        Page page;
        page.number = number;
        page.width = kCharacterWidth * static_cast<float>(text.size());
        page.height = kLineHeight;
        page.text = text;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const float x = kCharacterWidth * static_cast<float>(i);
            page.boxes.push_back({x, 0, x + kCharacterWidth, kLineHeight});
        }
        if (!text.empty())
            page.blocks.push_back({BlockKind::kParagraph, 0, static_cast<std::uint32_t>(text.size()), 0});
        return page;
    }

    Result<Extraction> extract(const NamedFile& file, const PageSink& sink, const Limits& limits) override {
        if (auto checked = limits.check("reading a file"); !checked) return propagate(checked);
        ++extractions_;
        const auto found = answers_.find(file.path.filename().string());
        if (found == answers_.end()) return Extraction{DocumentState::kDamaged, "not a PDF", 0};
        const auto& answer = found->second;
        for (const auto& page : answer.pages) {
            if (auto checked = limits.check("reading a file"); !checked) return propagate(checked);
            if (auto taken = sink(page, answer.extraction.pages); !taken) return propagate(taken);
        }
        return answer.extraction;
    }

    std::string fingerprint() const override { return fingerprint_; }
    int extractions() const { return extractions_; }

private:
    std::map<std::string, Answer> answers_;
    std::string fingerprint_ = "fake-1";
    std::atomic<int> extractions_ = 0;
};

}  // namespace genai::extraction
