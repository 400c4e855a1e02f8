// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/time_span.hpp"

namespace genai {

// What a filter may ask about a document: what the catalog knows of it, and its facts.
enum class FilterField : std::uint8_t {
    kId,
    kName,  // each of its names
    kCollection,
    kState,
    kPages,
    kChunks,
    kBytes,
    kIndexedAt,
    kTitle,
    kOrganisation,
    kType,
    kPeriod,
    kDate,
};

enum class FilterOperator : std::uint8_t {
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kIn,
    kNotIn,
    kContains,
};

// What a field is compared with. The field's type says what counts: the text, the number or the time.
struct FilterValue {
    std::string text;
    double number = 0;
    TimeSpan time;

    bool operator==(const FilterValue&) const = default;
};

// Which documents may be found: a tree of comparisons. What it means stands in filters/README.md.
struct Filter {
    enum class Kind : std::uint8_t { kComparison, kAnd, kOr, kNot };

    Kind kind = Kind::kComparison;
    // Of a comparison: one value, or those of `in` and `not in`, one at least.
    FilterField field = FilterField::kId;
    FilterOperator operation = FilterOperator::kEqual;
    std::vector<FilterValue> values;
    // Of the others: one of kNot, two at least of kAnd and kOr.
    std::vector<Filter> parts;

    bool operator==(const Filter&) const = default;
};

}  // namespace genai
