// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <mutex>

#include "vectors/vector_store.hpp"

namespace genai::vectors {

// A vector store that compares with every row, for tests of what uses one.
class FakeVectorStore final : public VectorStore {
public:
    Result<void> add(const Scope& scope, const std::string& version, std::span<const std::uint32_t> ordinals,
                     const Embeddings& rows) override {
        const std::lock_guard lock(mutex_);
        if (ordinals.size() != rows.rows()) return fail(ErrorKind::kInvalidInput, "each ordinal needs one row");
        auto& held = scopes_[scope][version];
        held.clear();
        for (std::size_t i = 0; i < ordinals.size(); ++i)
            held[ordinals[i]] = std::vector<float>(rows.row(i).begin(), rows.row(i).end());
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
        for (const auto& [version, rows] : scopes_[scope]) names.push_back(version);
        return names;
    }

    Result<std::vector<VectorHit>> search(const Scope& scope, const VectorQuery& query, const Limits& limits) override {
        if (auto checked = limits.check("search"); !checked) return propagate(checked);
        const std::lock_guard lock(mutex_);
        std::vector<VectorHit> hits;
        for (const auto& [version, rows] : scopes_[scope]) {
            if (!query.filter.allows(version)) continue;
            for (const auto& [ordinal, row] : rows) hits.push_back({{version, ordinal}, cosine(query.embedding, row)});
        }
        std::stable_sort(hits.begin(), hits.end(),
                         [](const VectorHit& a, const VectorHit& b) { return a.cosine > b.cosine; });
        hits.resize(std::min(hits.size(), query.k));
        return hits;
    }

    Result<std::vector<VectorHit>> score(const Scope& scope, std::span<const float> query,
                                         std::span<const ChunkKey> keys) override {
        const std::lock_guard lock(mutex_);
        std::vector<VectorHit> hits;
        const auto& held = scopes_[scope];
        for (const ChunkKey& key : keys) {
            const auto rows = held.find(key.version);
            if (rows == held.end()) continue;
            const auto row = rows->second.find(key.ordinal);
            if (row != rows->second.end()) hits.push_back({key, cosine(query, row->second)});
        }
        return hits;
    }

    Result<IndexReport> report(const Scope& scope) override {
        const std::lock_guard lock(mutex_);
        IndexReport report{.kind = "flat", .why = "a fake compares with every row"};
        for (const auto& [version, rows] : scopes_[scope]) report.rows += rows.size();
        return report;
    }

    Result<void> settle(const Limits& limits) override { return limits.check("waiting for the index"); }

private:
    static float cosine(std::span<const float> a, const std::vector<float>& b) {
        double sum = 0;
        for (std::size_t i = 0; i < b.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
        return static_cast<float>(std::clamp(sum, 0.0, 1.0));
    }

    std::mutex mutex_;
    std::map<Scope, std::map<std::string, std::map<std::uint32_t, std::vector<float>>>> scopes_;
};

}  // namespace genai::vectors
