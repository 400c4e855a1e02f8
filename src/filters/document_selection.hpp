// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "filters/document_directory.hpp"
#include "model/filter.hpp"
#include "model/scope.hpp"

namespace genai::filters {

// A part of a listing, in order of the first name.
struct DocumentQuery {
    std::optional<Filter> filter{};  // without one, all documents
    std::uint64_t offset = 0;
    std::uint64_t limit = 100;
};

// Documents are chosen as of one moment and then read: one that is deleted in between is left out of the page.
Result<catalog::DocumentPage> list_documents(catalog::Catalog& catalog, DocumentDirectory& directory,
                                             const Scope& scope, const DocumentQuery& query);

// Removes the documents that pass when the call begins, all in one transaction.
Result<catalog::Removal> remove_documents(catalog::Catalog& catalog, DocumentDirectory& directory, const Scope& scope,
                                          const Filter& filter);

// Documents with a name or title that has this in it.
Filter make_name_search(std::string_view text);
// Those that pass both; one of them may be missing.
std::optional<Filter> both(std::optional<Filter> a, std::optional<Filter> b);

}  // namespace genai::filters
