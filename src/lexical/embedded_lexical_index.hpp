// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "lexical/bm25.hpp"
#include "lexical/lexical_index.hpp"
#include "platform/fair_shared_mutex.hpp"

namespace genai::lexical {

class Analyzer;
class PageIndex;

// BM25 in memory, an inverted index for each scope. Texts are analysed outside the lock; searches share it.
class EmbeddedLexicalIndex final : public LexicalIndex {
public:
    explicit EmbeddedLexicalIndex(const Bm25Parameters& parameters = {});
    ~EmbeddedLexicalIndex() override;

    Result<void> add(const Scope& scope, const std::string& version, std::span<const LexicalPage> pages) override;
    Result<void> remove(const Scope& scope, std::span<const std::string> versions) override;
    Result<std::vector<std::string>> versions(const Scope& scope) override;
    Result<LexicalResult> search(std::span<const Scope> scopes, const KeywordQuery& query, std::size_t k,
                                 const VersionFilter& filter, const Limits& limits) override;

    // Memory held for the scope, about.
    std::size_t bytes(const Scope& scope);

private:
    // What one call works with; kept for the next, so that searches allocate next to nothing.
    struct Workspace;
    class Lease;

    std::unique_ptr<Workspace> take();
    void give_back(std::unique_ptr<Workspace> workspace);

    const Bm25Parameters parameters_;
    platform::FairSharedMutex mutex_;
    std::map<Scope, std::unique_ptr<PageIndex>> scopes_;
    std::mutex workspaces_mutex_;
    std::vector<std::unique_ptr<Workspace>> workspaces_;
};

}  // namespace genai::lexical
