// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace genai {

// Which versions a search may find: all of its scope, or these alone. Facts and names belong to documents, so every
// filter on them comes down to one of these. Cheap to copy.
class VersionFilter {
public:
    VersionFilter() = default;  // all
    explicit VersionFilter(std::vector<std::string> versions) {
        if (!std::is_sorted(versions.begin(), versions.end())) std::sort(versions.begin(), versions.end());
        versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
        versions_ = std::make_shared<const std::vector<std::string>>(std::move(versions));
    }

    bool allows_all() const { return versions_ == nullptr; }
    bool allows(std::string_view version) const {
        return allows_all() || std::binary_search(versions_->begin(), versions_->end(), version);
    }
    // Those allowed, each once and in order; only of a filter that does not allow all.
    const std::vector<std::string>& versions() const { return *versions_; }

private:
    std::shared_ptr<const std::vector<std::string>> versions_;  // owned by the copies of one filter; nullptr: all
};

}  // namespace genai
