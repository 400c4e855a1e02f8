// SPDX-License-Identifier: Apache-2.0
#include "retrieval/allowed.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace genai::retrieval {

// A flip between the two looks at the catalog must not make a document
// vanish: then they are brought together by the documents' ids.
Allowed allow(const LiveSet& live, const filters::DocumentTable& table, const Filter& filter) {
    if (table.collection_version() == live.collection_version) {
        auto [versions, documents] = table.resolve(filter);
        return {std::move(versions), documents};
    }
    std::set<std::string> ids;
    for (filters::DocumentTable::Row& row : table.select(filter)) ids.insert(std::move(row.id));
    std::vector<std::string> versions;
    for (const auto& [version, pages] : live.versions)
        if (ids.contains(pages->document_id)) versions.push_back(version);
    const std::size_t documents = versions.size();
    return {VersionFilter(std::move(versions)), documents};
}

VersionFilter unite(std::vector<Allowed> allowed, const std::vector<std::shared_ptr<const LiveSet>>& live) {
    if (allowed.size() == 1) return std::move(allowed.front().versions);
    if (std::all_of(allowed.begin(), allowed.end(), [](const Allowed& one) { return one.versions.allows_all(); }))
        return {};
    std::vector<std::string> versions;
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        const VersionFilter& part = allowed[i].versions;
        if (!part.allows_all()) versions.insert(versions.end(), part.versions().begin(), part.versions().end());
        if (part.allows_all())
            for (const auto& [version, pages] : live[i]->versions) versions.push_back(version);
    }
    return VersionFilter(std::move(versions));
}

}  // namespace genai::retrieval
