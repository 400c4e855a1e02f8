// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/filter.hpp"

namespace genai::filters {

// What a filter may ask of the machine.
inline constexpr std::size_t kFilterBytesMax = 64 << 10;
inline constexpr std::size_t kFilterDepthMax = 32;
inline constexpr std::size_t kFilterComparisonsMax = 200;
inline constexpr std::size_t kFilterValuesMax = 1000;  // of all its comparisons together

std::vector<FilterField> all_fields();
enum class FieldType { kText, kNumber, kTime };

std::string_view to_string(FilterField field);
FieldType type_of(FilterField field);
// By its name, in any case.
std::optional<FilterField> find_field(std::string_view name);
// The fields' names, for messages: "id, name, ...".
std::string field_names();

// As expressions have it: "=", "not in".
std::string_view to_string(FilterOperator operation);

// The text as a value that the field can be compared with. kInvalidInput says what the field takes.
Result<FilterValue> parse_value(FilterField field, std::string_view text);

// kInvalidInput when the operator makes no sense for the field.
Result<void> check_operator(FilterField field, FilterOperator operation);

}  // namespace genai::filters
