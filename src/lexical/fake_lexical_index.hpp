// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "lexical/analyzer.hpp"
#include "lexical/bm25.hpp"
#include "lexical/lexical_index.hpp"

namespace genai::lexical {

// BM25 counted anew from every page for each question, for tests of what uses an index.
class FakeLexicalIndex final : public LexicalIndex {
public:
    Result<void> add(const Scope& scope, const std::string& version, std::span<const LexicalPage> pages) override {
        const std::lock_guard lock(mutex_);
        auto& held = scopes_[scope][version];
        held.clear();
        for (const LexicalPage& page : pages) held.emplace_back(page.page, count(page.text));
        return {};
    }

    Result<void> remove(const Scope& scope, std::span<const std::string> versions) override {
        const std::lock_guard lock(mutex_);
        for (const std::string& version : versions) scopes_[scope].erase(version);
        return {};
    }

    Result<std::vector<std::string>> versions(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> names;
        for (const auto& [version, pages] : scopes_[scope]) names.push_back(version);
        return names;
    }

    Result<LexicalResult> search(std::span<const Scope> scopes, const KeywordQuery& query, std::size_t k,
                                 const VersionFilter& filter, const Limits& limits) override {
        if (auto checked = limits.check("search"); !checked) return propagate(checked);
        const std::lock_guard lock(mutex_);
        const Statistics statistics = summarise(scopes);
        const Weights asked = weigh_question(query);
        std::vector<std::pair<KeywordHit, float>> found;
        for (const Scope& scope : scopes) {
            for (const auto& [version, pages] : scopes_[scope]) {
                if (!filter.allows(version)) continue;
                for (const auto& [page, counts] : pages) {
                    const float score = score_of(asked, counts, statistics);
                    if (score > 0) found.push_back({{{version, page}, score}, share(asked, counts, statistics)});
                }
            }
        }
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
            if (a.first.bm25 != b.first.bm25) return a.first.bm25 > b.first.bm25;
            return a.first.key < b.first.key;
        });
        found.resize(std::min(found.size(), k));
        LexicalResult result;
        for (auto& [hit, matched] : found) {
            result.hits.push_back(std::move(hit));
            result.matched_idf.push_back(matched);
        }
        return result;
    }

private:
    using Counts = std::map<std::string, std::size_t>;
    struct Weight {
        float weight = 0;
        bool is_own = true;
    };
    using Weights = std::map<std::string, Weight>;
    struct Statistics {
        std::size_t pages = 0;
        double mean_length = 0;
        Counts pages_with;
    };

    static Counts count(std::string_view text) {
        Counts counts;
        Analyzer analyzer;
        for (std::string_view term : analyzer.terms(text)) ++counts[std::string(term)];
        return counts;
    }

    static Weights weigh_question(const KeywordQuery& query) {
        Weights weights;
        Analyzer analyzer;
        for (std::string_view term : analyzer.question_terms(query.text)) weights[std::string(term)].weight += 1;
        for (const Expansion& expansion : query.expansions)
            for (std::string_view term : analyzer.question_terms(expansion.text)) {
                Weight& weight = weights.try_emplace(std::string(term), Weight{0, false}).first->second;
                if (!weight.is_own) weight.weight = std::max(weight.weight, expansion.weight);
            }
        return weights;
    }

    static double length(const Counts& counts) {
        double sum = 0;
        for (const auto& [term, times] : counts) sum += static_cast<double>(times);
        return sum;
    }

    Statistics summarise(std::span<const Scope> scopes) {
        Statistics statistics;
        for (const Scope& scope : scopes)
            for (const auto& [version, pages] : scopes_[scope])
                for (const auto& [page, counts] : pages) {
                    ++statistics.pages;
                    statistics.mean_length += length(counts);
                    for (const auto& [term, times] : counts) ++statistics.pages_with[term];
                }
        if (statistics.pages > 0) statistics.mean_length /= static_cast<double>(statistics.pages);
        return statistics;
    }

    static float idf_in(const Statistics& statistics, const std::string& term) {
        const auto known = statistics.pages_with.find(term);
        return idf(statistics.pages, known == statistics.pages_with.end() ? 0 : known->second);
    }

    static float score_of(const Weights& asked, const Counts& counts, const Statistics& statistics) {
        const Bm25Parameters parameters;
        const float norm = make_length_norm(parameters, statistics.mean_length).of(static_cast<float>(length(counts)));
        float score = 0;
        for (const auto& [term, weight] : asked)
            if (const auto found = counts.find(term); found != counts.end())
                score +=
                    bm25(parameters, idf_in(statistics, term) * weight.weight, static_cast<float>(found->second), norm);
        return score;
    }

    static float share(const Weights& asked, const Counts& counts, const Statistics& statistics) {
        float mass = 0, matched = 0;
        for (const auto& [term, weight] : asked) {
            if (!weight.is_own) continue;
            const float rarity = idf_in(statistics, term);
            mass += rarity;
            if (counts.contains(term)) matched += rarity;
        }
        return mass > 0 ? matched / mass : 0;
    }

    std::mutex mutex_;
    std::map<Scope, std::map<std::string, std::vector<std::pair<std::uint32_t, Counts>>>> scopes_;
};

}  // namespace genai::lexical
