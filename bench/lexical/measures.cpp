// SPDX-License-Identifier: Apache-2.0
#include "measures.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace genai::bench {

double reciprocal_rank(const std::vector<Place>& ranking, const std::map<Place, int>& relevant) {
    for (std::size_t i = 0; i < ranking.size(); ++i)
        if (relevant.contains(ranking[i])) return 1.0 / static_cast<double>(i + 1);
    return 0;
}

double hit_at(const std::vector<Place>& ranking, const std::map<Place, int>& relevant, std::size_t k) {
    return reciprocal_rank(ranking, relevant) * static_cast<double>(k) >= 1 ? 1 : 0;
}

double ndcg_at(const std::vector<Place>& ranking, const std::map<Place, int>& relevant, std::size_t k) {
    const auto discount = [](std::size_t i) { return 1 / std::log2(static_cast<double>(i + 2)); };
    double gain = 0;
    for (std::size_t i = 0; i < std::min(k, ranking.size()); ++i)
        if (const auto found = relevant.find(ranking[i]); found != relevant.end()) gain += found->second * discount(i);
    std::vector<int> grades;
    for (const auto& [place, grade] : relevant) grades.push_back(grade);
    std::sort(grades.begin(), grades.end(), std::greater<>());
    double best = 0;
    for (std::size_t i = 0; i < std::min(k, grades.size()); ++i) best += grades[i] * discount(i);
    return best > 0 ? gain / best : 0;
}

}  // namespace genai::bench
