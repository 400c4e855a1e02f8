// SPDX-License-Identifier: Apache-2.0
#include "speed.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "facts/fact_index.hpp"

namespace genai::bench {

namespace {

using Clock = std::chrono::steady_clock;

std::string invented_word(std::mt19937_64& random) {
    static constexpr std::string_view kConsonants = "bcdfghklmnprstvwz";
    static constexpr std::string_view kVowels = "aeiou";
    std::string word;
    for (int i = 0; i < 3; ++i) {
        word += kConsonants[random() % kConsonants.size()];
        word += kVowels[random() % kVowels.size()];
    }
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
    return word;
}

// Ten reports each of organisations with names of two words.
std::vector<facts::DocumentFacts> invented_documents(std::size_t count) {
    constexpr std::size_t kReports = 10;
    constexpr int kFirstYear = 2014;
    std::mt19937_64 random(1);
    std::vector<facts::DocumentFacts> documents;
    facts::Organisation organisation;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % kReports == 0) organisation.name = invented_word(random) + " " + invented_word(random) + " Inc.";
        const int quarter = static_cast<int>(i % 3) + 1;
        const int year = kFirstYear + static_cast<int>(i % kReports);
        facts::DocumentFacts document;
        document.organisation = {organisation, {}};
        document.type = {facts::DocumentType::k10Q, {}};
        document.period = {{{year, 3 * quarter, 30}, 3, year, quarter}, {}};
        documents.push_back(std::move(document));
    }
    return documents;
}

}  // namespace

void print_speed(std::size_t documents) {
    const auto invented = invented_documents(documents);
    auto start = Clock::now();
    const facts::FactIndex index(invented);
    std::printf("%zu documents: index built in %.0f ms\n", documents,
                std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    const std::string name = invented[documents / 2].organisation->value.name;
    const std::vector<std::pair<const char*, std::string>> questions{
        {"nothing named", "what were the main reasons for the change in gross margin?"},
        {"organisation", "What was the gross margin of " + name + " and its main reasons?"},
        {"organisation, quarter, form", "What was the gross margin of " + name + " in the Q3 2019 10-Q?"},
        {"quarter", "Which of them had the highest gross margin in Q3 2019?"},
        {"latest", "What was the gross margin in the latest 10-Q?"},
        {"abbreviations", "Were BAKO, DELU, GEMA, LIPO, NURE and SOTA in Q3 2019 above ZUWI?"}};
    for (const auto& [kind, question] : questions) {
        constexpr int kRounds = 200;
        std::vector<double> times;
        for (int i = 0; i < kRounds; ++i) {
            start = Clock::now();
            const auto match = index.match(question);
            times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
        }
        std::sort(times.begin(), times.end());
        std::printf("  %-28s %6.0f us median, %6.0f us at 95 %%\n", kind, times[times.size() / 2],
                    times[times.size() * 95 / 100]);
    }
}

}  // namespace genai::bench
