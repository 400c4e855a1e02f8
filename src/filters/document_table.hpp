// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "catalog/catalog.hpp"
#include "filters/column.hpp"
#include "model/filter.hpp"
#include "model/version_filter.hpp"

namespace genai::filters {

// How many filters a table remembers the outcome of, and how many versions these may name together (64 bytes each).
inline constexpr std::size_t kOutcomesMax = 64;
inline constexpr std::size_t kOutcomeVersionsMax = 200'000;

// What filters ask of the documents of one collection, as of one collection version, laid out so that a filter over
// 50,000 documents takes some milliseconds, and the same filter again a thousandth of that. Takes some 300 bytes a
// document. Nothing about it changes once it is made; safe to use from several threads.
class DocumentTable {
public:
    explicit DocumentTable(catalog::DocumentSet set);

    const std::string& collection_version() const { return collection_version_; }
    std::size_t size() const { return rows_.size(); }

    // A filter's outcome: what searches are given, and how many documents that is.
    struct Outcome {
        VersionFilter versions;
        std::size_t documents = 0;
    };
    // All pass: the versions allow all.
    Outcome resolve(const Filter& filter) const;

    // A document that passes; those of a selection come in order of the first name.
    struct Row {
        std::string id;
        std::string version;
    };
    std::vector<Row> select(const Filter& filter) const;

private:
    RowMask evaluate(const Filter& filter) const;
    RowMask compare(const Filter& comparison) const;

    std::string collection_version_;
    std::vector<Row> rows_;                  // in order of the first name
    std::vector<std::uint32_t> by_version_;  // the rows in order of the versions
    std::map<FilterField, Column<std::string>> texts_;
    std::map<FilterField, Column<double>> numbers_;
    std::map<FilterField, Column<TimeSpan>> times_;

    mutable std::mutex mutex_;
    mutable std::map<std::string, Outcome, std::less<>> outcomes_;  // by the filter's expression
    mutable std::size_t outcome_versions_ = 0;
};

}  // namespace genai::filters
