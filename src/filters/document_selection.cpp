// SPDX-License-Identifier: Apache-2.0
#include "filters/document_selection.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "filters/filter_limits.hpp"

namespace genai::filters {

Result<catalog::DocumentPage> list_documents(catalog::Catalog& catalog, DocumentDirectory& directory,
                                             const Scope& scope, const DocumentQuery& query) {
    if (!query.filter) return catalog.documents(scope, query.offset, query.limit);
    const auto table = directory.table(scope);
    if (!table) return propagate(table);
    const auto selected = (*table)->select(*query.filter);
    std::vector<std::string> versions;
    for (std::uint64_t i = query.offset; i < selected.size() && i - query.offset < query.limit; ++i)
        versions.push_back(selected[i].version);
    auto documents = catalog.documents_of_versions(scope, versions);
    if (!documents) return propagate(documents);
    return catalog::DocumentPage{std::move(*documents), selected.size()};
}

Result<catalog::Removal> remove_documents(catalog::Catalog& catalog, DocumentDirectory& directory, const Scope& scope,
                                          const Filter& filter) {
    const auto table = directory.table(scope);
    if (!table) return propagate(table);
    std::vector<std::string> ids;
    for (DocumentTable::Row& row : (*table)->select(filter)) ids.push_back(std::move(row.id));
    auto removal = catalog.remove_documents(scope, ids);
    if (removal) removal->missing.clear();  // removed by somebody else meanwhile; nobody named them
    return removal;
}

Filter make_name_search(std::string_view text) {
    Filter name;
    name.field = FilterField::kName;
    name.operation = FilterOperator::kContains;
    name.values.push_back({std::string(text), 0, {}});
    Filter title = name;
    title.field = FilterField::kTitle;
    return join(Filter::Kind::kOr, {std::move(name), std::move(title)});
}

std::optional<Filter> both(std::optional<Filter> a, std::optional<Filter> b) {
    if (!a) return b;
    if (!b) return a;
    return join(Filter::Kind::kAnd, {std::move(*a), std::move(*b)});
}

}  // namespace genai::filters
