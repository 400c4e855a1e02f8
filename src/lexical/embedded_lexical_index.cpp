// SPDX-License-Identifier: Apache-2.0
#include "lexical/embedded_lexical_index.hpp"

#include <algorithm>
#include <shared_mutex>
#include <utility>

#include "lexical/analyzer.hpp"
#include "lexical/page_index.hpp"

namespace genai::lexical {

struct EmbeddedLexicalIndex::Workspace {
    Analyzer analyzer;
    std::vector<float> scores;
};

// A workspace for the length of a call.
class EmbeddedLexicalIndex::Lease {
public:
    explicit Lease(EmbeddedLexicalIndex& index) : index_(index), workspace_(index.take()) {}
    ~Lease() { index_.give_back(std::move(workspace_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Workspace* operator->() { return workspace_.get(); }

private:
    EmbeddedLexicalIndex& index_;
    std::unique_ptr<Workspace> workspace_;
};

namespace {

// The k best hits of all results, best first, ties in order of the key.
LexicalResult merge(std::vector<LexicalResult> results, std::size_t k) {
    if (results.empty()) return {};
    if (results.size() == 1) return std::move(results.front());
    std::vector<std::pair<KeywordHit, float>> all;
    for (LexicalResult& result : results)
        for (std::size_t i = 0; i < result.hits.size(); ++i)
            all.emplace_back(std::move(result.hits[i]), result.matched_idf[i]);
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.first.bm25 != b.first.bm25 ? a.first.bm25 > b.first.bm25 : a.first.key < b.first.key;
    });
    all.resize(std::min(all.size(), k));
    LexicalResult merged;
    for (auto& [hit, matched] : all) {
        merged.hits.push_back(std::move(hit));
        merged.matched_idf.push_back(matched);
    }
    return merged;
}

}  // namespace

EmbeddedLexicalIndex::EmbeddedLexicalIndex(const Bm25Parameters& parameters) : parameters_(parameters) {}

EmbeddedLexicalIndex::~EmbeddedLexicalIndex() = default;

std::unique_ptr<EmbeddedLexicalIndex::Workspace> EmbeddedLexicalIndex::take() {
    const std::lock_guard lock(workspaces_mutex_);
    if (workspaces_.empty()) return std::make_unique<Workspace>();
    auto workspace = std::move(workspaces_.back());
    workspaces_.pop_back();
    return workspace;
}

void EmbeddedLexicalIndex::give_back(std::unique_ptr<Workspace> workspace) {
    // A whole document has made its buffers large; questions and pages never need that.
    constexpr std::size_t kBufferBytesMax = std::size_t{1} << 20;
    if (workspace->analyzer.buffer_bytes() > kBufferBytesMax) return;
    const std::lock_guard lock(workspaces_mutex_);
    workspaces_.push_back(std::move(workspace));
}

Result<void> EmbeddedLexicalIndex::add(const Scope& scope, const std::string& version,
                                       std::span<const LexicalPage> pages) {
    Lease workspace(*this);
    std::vector<PageTerms> terms;
    terms.reserve(pages.size());
    for (const LexicalPage& page : pages) terms.emplace_back(page, workspace->analyzer);
    const std::unique_lock lock(mutex_);
    auto& index = scopes_[scope];
    if (index == nullptr) index = std::make_unique<PageIndex>(parameters_);
    index->remove(version);
    return index->add(version, terms);
}

Result<void> EmbeddedLexicalIndex::remove(const Scope& scope, std::span<const std::string> versions) {
    const std::unique_lock lock(mutex_);
    const auto held = scopes_.find(scope);
    if (held == scopes_.end()) return {};
    for (const std::string& version : versions) held->second->remove(version);
    if (held->second->versions().empty()) scopes_.erase(held);
    return {};
}

Result<std::vector<std::string>> EmbeddedLexicalIndex::versions(const Scope& scope) {
    const std::shared_lock lock(mutex_);
    const auto held = scopes_.find(scope);
    return held == scopes_.end() ? std::vector<std::string>() : held->second->versions();
}

Result<LexicalResult> EmbeddedLexicalIndex::search(std::span<const Scope> scopes, const KeywordQuery& query,
                                                   std::size_t k, const VersionFilter& filter, const Limits& limits) {
    if (auto checked = limits.check("the keyword search"); !checked) return propagate(checked);
    Lease workspace(*this);
    const auto terms = make_question(query, workspace->analyzer);
    const std::shared_lock lock(mutex_);
    std::vector<const PageIndex*> indexes;
    for (const Scope& scope : scopes)
        if (const auto held = scopes_.find(scope); held != scopes_.end()) indexes.push_back(held->second.get());
    QuestionStatistics statistics;
    for (const PageIndex* index : indexes) index->count(terms, statistics);
    std::vector<LexicalResult> results;
    for (const PageIndex* index : indexes) {
        auto result = index->search(terms, statistics, {k, filter}, limits, workspace->scores);
        if (!result) return result;
        results.push_back(std::move(*result));
    }
    return merge(std::move(results), k);
}

std::size_t EmbeddedLexicalIndex::bytes(const Scope& scope) {
    const std::shared_lock lock(mutex_);
    const auto held = scopes_.find(scope);
    return held == scopes_.end() ? 0 : held->second->bytes();
}

}  // namespace genai::lexical
