// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/expansion.hpp"
#include "model/passage.hpp"
#include "model/scope.hpp"
#include "model/version_filter.hpp"

namespace genai::lexical {

// A text to be indexed, under a number that is unique in its version: a page, by its number from 1; retrieval also
// keeps indexes whose units are passages (a chunk's ordinal) and whole documents (0).
struct LexicalPage {
    std::uint32_t page = 0;
    std::string text;
};

// What is looked for. A word that stands in several expansions counts by the greatest weight, and as a word of the
// question when it is one.
struct KeywordQuery {
    std::string_view text;
    std::span<const Expansion> expansions{};
};

// What a search found, and how much of the question the index knows.
struct LexicalResult {
    std::vector<KeywordHit> hits;  // best first, ties in order of the key
    // For each hit, the share of the question's own idf mass (0 to 1) that its page holds.
    std::vector<float> matched_idf;
};

// BM25 over units of text, called pages here. Its statistics count the pages held of the scopes searched and no others.
// Derived from chunks/ and always rebuildable. Safe to use from several threads: searches run side by side, changes
// wait for them.
class LexicalIndex {
public:
    virtual ~LexicalIndex() = default;

    // Adds a version's pages. Adding a version that is held replaces it.
    virtual Result<void> add(const Scope& scope, const std::string& version, std::span<const LexicalPage> pages) = 0;
    // Forgets the versions; one that is not held is no error.
    virtual Result<void> remove(const Scope& scope, std::span<const std::string> versions) = 0;
    virtual Result<std::vector<std::string>> versions(const Scope& scope) = 0;

    // The k best pages of the versions that the filter allows; what it leaves out still counts in the statistics.
    // Several scopes are searched as if their pages stood in one: the statistics are those of all of them, so that the
    // scores compare. Each scope is named once.
    virtual Result<LexicalResult> search(std::span<const Scope> scopes, const KeywordQuery& query, std::size_t k,
                                         const VersionFilter& filter, const Limits& limits) = 0;
};

}  // namespace genai::lexical
