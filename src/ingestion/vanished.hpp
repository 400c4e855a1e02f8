// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "ingestion/discovery.hpp"

namespace genai::ingestion {

// The scope's names below the folders that were looked through whose files are gone. Files that were given by
// themselves say nothing about their folder.
Result<std::vector<DocumentName>> find_vanished(const Scope& scope, const Discovery& discovery,
                                                catalog::Catalog& catalog);

// Removes the names, and the documents that lose their last one. kConflict, and nothing removed, when a folder that the
// names are from has no file left at all: it may be a disk that is not mounted.
Result<void> remove_vanished(const Scope& scope, const std::vector<DocumentName>& names, const Discovery& discovery,
                             catalog::Catalog& catalog);

}  // namespace genai::ingestion
