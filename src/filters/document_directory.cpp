// SPDX-License-Identifier: Apache-2.0
#include "filters/document_directory.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace genai::filters {

Result<std::shared_ptr<const DocumentTable>> DocumentDirectory::table(const Scope& scope) {
    const std::lock_guard lock(mutex_);
    auto version = catalog_.collection_version(scope);
    if (!version) return propagate(version);
    const auto known =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.scope == scope; });
    if (known != entries_.end() && known->table->collection_version() == *version) {
        entries_.splice(entries_.begin(), entries_, known);
        return known->table;
    }
    if (known != entries_.end()) entries_.erase(known);
    auto documents = catalog_.all_documents(scope);
    if (!documents) return propagate(documents);
    auto table = std::make_shared<const DocumentTable>(std::move(*documents));
    if (entries_.size() >= kTablesMax) entries_.pop_back();
    entries_.push_front({scope, table});
    return table;
}

}  // namespace genai::filters
