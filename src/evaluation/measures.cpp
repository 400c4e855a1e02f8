// SPDX-License-Identifier: Apache-2.0
#include "evaluation/measures.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <map>

#include "base/result.hpp"

namespace genai::evaluation {
namespace {

double discounted_gain(std::span<const double> gains, std::size_t k) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(k, gains.size()); ++i) sum += gains[i] / std::log2(static_cast<double>(i) + 2);
    return sum;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters, digits, and every byte of a character beyond ASCII.
bool is_word_byte(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

bool is_number(const std::string& word) { return is_digit(word.front()); }

// Sorted and without overlaps.
std::vector<TextRange> merge(std::vector<TextRange> ranges) {
    std::sort(ranges.begin(), ranges.end(), [](const TextRange& a, const TextRange& b) {
        return std::pair(a.page, a.start) < std::pair(b.page, b.start);
    });
    std::vector<TextRange> merged;
    for (const TextRange& range : ranges) {
        if (range.end <= range.start) continue;
        if (!merged.empty() && merged.back().page == range.page && range.start <= merged.back().end) {
            merged.back().end = std::max(merged.back().end, range.end);
        } else {
            merged.push_back(range);
        }
    }
    return merged;
}

double length(const std::vector<TextRange>& ranges) {
    double sum = 0;
    for (const TextRange& range : ranges) sum += range.end - range.start;
    return sum;
}

double overlap(const std::vector<TextRange>& a, const std::vector<TextRange>& b) {
    double sum = 0;
    for (const TextRange& x : a) {
        for (const TextRange& y : b) {
            auto start = std::max(x.start, y.start);
            auto end = std::min(x.end, y.end);
            if (x.page == y.page && start < end) sum += end - start;
        }
    }
    return sum;
}

}  // namespace

std::optional<double> find_measure(const Measures& measures, std::string_view name) {
    for (const auto& [known, value] : measures)
        if (known == name) return value;
    return std::nullopt;
}

void Means::add(const Measures& measures) {
    for (const auto& [name, value] : measures) {
        auto sum = std::find_if(sums_.begin(), sums_.end(), [&](const Sum& known) { return known.name == name; });
        if (sum == sums_.end()) sum = sums_.insert(sums_.end(), Sum{name});
        sum->total += value;
        ++sum->count;
    }
}

Measures Means::values() const {
    Measures values;
    for (const Sum& sum : sums_) values.emplace_back(sum.name, sum.total / static_cast<double>(sum.count));
    return values;
}

double hit_at(std::span<const double> gains, std::size_t k) {
    auto end = gains.begin() + static_cast<std::ptrdiff_t>(std::min(k, gains.size()));
    return std::any_of(gains.begin(), end, [](double gain) { return gain > 0; }) ? 1 : 0;
}

double recall_at(std::span<const double> gains, std::size_t k, std::size_t relevant) {
    ensure(relevant > 0, "recall needs something relevant");
    auto end = gains.begin() + static_cast<std::ptrdiff_t>(std::min(k, gains.size()));
    auto found = std::count_if(gains.begin(), end, [](double gain) { return gain > 0; });
    return static_cast<double>(found) / static_cast<double>(relevant);
}

double reciprocal_rank(std::span<const double> gains) {
    for (std::size_t i = 0; i < gains.size(); ++i)
        if (gains[i] > 0) return 1 / static_cast<double>(i + 1);
    return 0;
}

double ndcg_at(std::span<const double> gains, std::size_t k, std::vector<double> all_gains) {
    std::sort(all_gains.begin(), all_gains.end(), std::greater<>());
    double ideal = discounted_gain(all_gains, k);
    return ideal > 0 ? discounted_gain(gains, k) / ideal : 0;
}

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

std::vector<std::string> answer_words(std::string_view text) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool between_digits = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
        if (is_word_byte(text[i])) {
            words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
        } else if (text[i] == '.' && between_digits) {
            words.back() += '.';
        } else if (!(text[i] == ',' && between_digits) && !words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

bool is_answer_match(std::string_view expected, std::string_view given) {
    const auto wanted = answer_words(expected);
    const auto words = answer_words(given);
    if (wanted.empty()) return false;
    if (std::none_of(wanted.begin(), wanted.end(), is_number)) {
        return std::search(words.begin(), words.end(), wanted.begin(), wanted.end()) != words.end();
    }
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
        return !is_number(word) || std::find(words.begin(), words.end(), word) != words.end();
    });
}

double answer_f1(std::string_view expected, std::string_view given) {
    const auto wanted = answer_words(expected);
    const auto words = answer_words(given);
    std::map<std::string, int> left;
    for (const std::string& word : wanted) ++left[word];
    double common = 0;
    for (const std::string& word : words)
        if (left[word]-- > 0) ++common;
    if (common == 0) return 0;
    double precision = common / static_cast<double>(words.size());
    double recall = common / static_cast<double>(wanted.size());
    return 2 * precision * recall / (precision + recall);
}

Coverage coverage(std::vector<TextRange> wanted, std::vector<TextRange> retrieved) {
    const auto a = merge(std::move(wanted));
    const auto b = merge(std::move(retrieved));
    const double common = overlap(a, b);
    const double all = length(a) + length(b) - common;
    return {length(a) > 0 ? common / length(a) : 0, all > 0 ? common / all : 0};
}

}  // namespace genai::evaluation
