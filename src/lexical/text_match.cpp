// SPDX-License-Identifier: Apache-2.0
#include "lexical/text_match.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "lexical/analyzer.hpp"

namespace genai::lexical {

namespace {

// The texts' distinct terms by number, and how many texts hold each.
class Vocabulary {
public:
    // The numbers of the terms that are known, each once, ascending.
    std::vector<std::size_t> find(const std::vector<std::string_view>& terms) const {
        std::vector<std::size_t> numbers;
        for (const std::string_view term : terms)
            if (const auto known = numbers_.find(std::string(term)); known != numbers_.end())
                numbers.push_back(known->second);
        return distinct(std::move(numbers));
    }

    // The same, with the new ones made known; counts a text that holds them.
    std::vector<std::size_t> add_text(const std::vector<std::string_view>& terms) {
        std::vector<std::size_t> numbers;
        for (const std::string_view term : terms) {
            const auto [place, is_new] = numbers_.try_emplace(std::string(term), texts_with_.size());
            if (is_new) texts_with_.push_back(0);
            numbers.push_back(place->second);
        }
        numbers = distinct(std::move(numbers));
        for (const std::size_t number : numbers) ++texts_with_[number];
        return numbers;
    }

    double weight(std::size_t term, std::size_t texts) const {
        return std::log((static_cast<double>(texts) + 1) / (static_cast<double>(texts_with_[term]) + 0.5));
    }

private:
    static std::vector<std::size_t> distinct(std::vector<std::size_t> numbers) {
        std::sort(numbers.begin(), numbers.end());
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        return numbers;
    }

    std::unordered_map<std::string, std::size_t> numbers_;
    std::vector<std::size_t> texts_with_;
};

bool holds(const std::vector<std::size_t>& sorted, std::size_t number) {
    return std::binary_search(sorted.begin(), sorted.end(), number);
}

}  // namespace

std::vector<TextMatch> match_texts(std::string_view question, std::span<const MatchCandidate> candidates) {
    Analyzer analyzer;
    Vocabulary vocabulary;
    std::vector<std::vector<std::size_t>> texts;
    texts.reserve(candidates.size());
    for (const auto& candidate : candidates) texts.push_back(vocabulary.add_text(analyzer.terms(candidate.text)));
    const auto asked = vocabulary.find(analyzer.question_terms(question));

    // The share of the weight of `terms` that `in` holds.
    const auto share = [&](const std::vector<std::size_t>& terms, const std::vector<std::size_t>& in) {
        double held = 0;
        double whole = 0;
        for (const std::size_t term : terms) {
            const double weight = vocabulary.weight(term, candidates.size());
            whole += weight;
            held += holds(in, term) ? weight : 0;
        }
        return static_cast<float>(whole > 0 ? held / whole : 0);
    };
    std::vector<TextMatch> matches;
    matches.reserve(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto label = vocabulary.find(analyzer.question_terms(candidates[i].label));
        matches.push_back({share(asked, texts[i]), share(label, asked)});
    }
    return matches;
}

}  // namespace genai::lexical
