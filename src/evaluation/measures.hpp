// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace genai::evaluation {

// Named values in a fixed order ("page_recall@5", 0.9).
using Measures = std::vector<std::pair<std::string, double>>;

std::optional<double> find_measure(const Measures& measures, std::string_view name);

// Averages measures of the same name over questions; a question that lacks one does not count for it. Names keep the
// order of their first appearance.
class Means {
public:
    void add(const Measures& measures);
    Measures values() const;

private:
    struct Sum {
        std::string name;
        double total = 0;
        std::size_t count = 0;
    };
    std::vector<Sum> sums_;
};

// A ranking is given by the gains of its items, best item first: 0 for an irrelevant one.

// 1 when one of the first k items is relevant, else 0.
double hit_at(std::span<const double> gains, std::size_t k);
// The share of the `relevant` items that exist which is among the first k.
double recall_at(std::span<const double> gains, std::size_t k, std::size_t relevant);
// 1 / the rank of the first relevant item; 0 without one.
double reciprocal_rank(std::span<const double> gains);
// Discounted cumulative gain, sum of gain / log2(rank + 1) as trec_eval has it, divided by that of the ideal order of
// `all_gains`, the gains of everything relevant that exists.
double ndcg_at(std::span<const double> gains, std::size_t k, std::vector<double> all_gains);

// The smallest value that at least `share` (0 to 1] of the values do not exceed; 0 without values.
double percentile(std::vector<double> values, double share);

// Lower case, numbers as they stand without thousands separators, words; punctuation dropped.
std::vector<std::string> answer_words(std::string_view text);
// True when `given` has every number of `expected`; where that has none, when its words occur in this order, adjacent.
bool is_answer_match(std::string_view expected, std::string_view given);
// F1 of the two bags of words, as SQuAD has it.
double answer_f1(std::string_view expected, std::string_view given);

// Characters [start, end) of one page.
struct TextRange {
    std::uint32_t page = 0;
    std::uint32_t start = 0;
    std::uint32_t end = 0;

    bool operator==(const TextRange&) const = default;
};

// How retrieved ranges cover the ranges that answer, by characters; ranges that overlap count once.
struct Coverage {
    double recall = 0;  // covered share of `wanted`
    double iou = 0;     // intersection over union
};
Coverage coverage(std::vector<TextRange> wanted, std::vector<TextRange> retrieved);

}  // namespace genai::evaluation
