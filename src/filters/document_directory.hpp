// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "filters/document_table.hpp"
#include "model/scope.hpp"

namespace genai::filters {

// Collections whose tables are kept; the one that was not asked for the longest goes first.
inline constexpr std::size_t kTablesMax = 64;

// The tables of the collections that are filtered, kept in memory and read anew from the catalog when a collection's
// version has changed; while it has not, a look costs one row. The catalog outlives it. Safe to use from several
// threads; one of them reads a table, the others wait.
class DocumentDirectory {
public:
    explicit DocumentDirectory(catalog::Catalog& catalog) : catalog_(catalog) {}

    // The documents that were live when the call began, or later.
    Result<std::shared_ptr<const DocumentTable>> table(const Scope& scope);

private:
    struct Entry {
        Scope scope;
        std::shared_ptr<const DocumentTable> table;  // owned with those that still filter by it
    };

    catalog::Catalog& catalog_;
    std::mutex mutex_;
    std::list<Entry> entries_;  // the one asked for last first
};

}  // namespace genai::filters
