// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "model/document.hpp"
#include "model/scope.hpp"

namespace genai::cli {

// Every document of the scope, in the catalog's order.
Result<std::vector<Document>> all_documents(catalog::Catalog& catalog, const Scope& scope);

// The one document that `wanted` means: its id, the beginning of its id (4 digits or more), a name's path with or
// without its root, or the last parts of one. kNotFound when there is none, kConflict, listing them, when there are
// several.
Result<Document> choose_document(catalog::Catalog& catalog, const Scope& scope, const std::string& wanted);
// The same, out of all documents of the scope.
Result<Document> choose_document(const std::vector<Document>& all, const Scope& scope, const std::string& wanted);

}  // namespace genai::cli
