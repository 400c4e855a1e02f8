// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/answer.hpp"
#include "retrieval/live_index.hpp"
#include "retrieval/pool.hpp"

namespace genai::retrieval {

// A question as the legs look for it. `rest` is empty when nothing of the question is a name or a period.
struct Meaning {
    std::span<const float> question;
    std::span<const float> rest;
};

// What the legs tell beside the pages that they find.
struct Nearness {
    float best_cosine = 0;
    float best_matched_idf = 0;  // the greatest share of the question's idf mass that one page found holds
};

// The legs of a search: each enters what it finds into the pool. Where the question names documents, each looks among
// those once more.
class LegSearch {
public:
    LegSearch(const Indexes& indexes, const std::vector<Scope>& scopes, const Limits& limits)
        : indexes_(indexes), scopes_(scopes), limits_(limits) {}

    // The pages of the nearest chunks.
    Result<void> add_nearest(Pool& pool, const Meaning& meaning, Nearness& nearness) const;
    // The pages that hold the words, or whose chunks do; and what all pages' words are worth.
    Result<void> add_by_words(Pool& pool, std::string_view question, Nearness& nearness) const;
    // The cosines that are not known yet, of all pages found.
    Result<void> add_cosines(Pool& pool, const Meaning& meaning) const;

private:
    Result<std::vector<VectorHit>> nearest(std::span<const float> embedding, std::size_t k,
                                           const VersionFilter& filter) const;
    struct WordHits;
    Result<WordHits> search(lexical::LexicalIndex& index, const lexical::KeywordQuery& query, const Pool& pool) const;

    const Indexes& indexes_;
    const std::vector<Scope>& scopes_;
    const Limits& limits_;
};

}  // namespace genai::retrieval
