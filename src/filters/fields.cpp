// SPDX-License-Identifier: Apache-2.0
#include "filters/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/utf8.hpp"
#include "model/document.hpp"

namespace genai::filters {

namespace {

struct FieldRow {
    std::string_view name;
    FieldType type;
};

// In the order of FilterField.
constexpr std::array<FieldRow, 13> kFields{{{"id", FieldType::kText},
                                            {"name", FieldType::kText},
                                            {"collection", FieldType::kText},
                                            {"state", FieldType::kText},
                                            {"pages", FieldType::kNumber},
                                            {"chunks", FieldType::kNumber},
                                            {"bytes", FieldType::kNumber},
                                            {"indexed_at", FieldType::kTime},
                                            {"title", FieldType::kText},
                                            {"organisation", FieldType::kText},
                                            {"type", FieldType::kText},
                                            {"period", FieldType::kTime},
                                            {"date", FieldType::kTime}}};

// In the order of FilterOperator.
constexpr std::array<std::string_view, 9> kOperators{"=", "!=", "<", "<=", ">", ">=", "in", "not in", "contains"};

const FieldRow& row_of(FilterField field) { return kFields.at(static_cast<std::size_t>(field)); }

bool is_same(std::string_view a, std::string_view lower_case) {
    return std::equal(a.begin(), a.end(), lower_case.begin(), lower_case.end(),
                      [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x) == y; });
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string state_names() {
    std::string names;
    // Pending and deleted documents have no live version to be found.
    for (auto state = static_cast<int>(DocumentState::kIndexed); state < static_cast<int>(DocumentState::kDeleted);
         ++state)
        names.append(names.empty() ? "" : ", ").append(to_string(static_cast<DocumentState>(state)));
    return names;
}

tl::unexpected<Error> no_value(FilterField field, std::string_view text, std::string_view expected) {
    constexpr std::size_t kShown = 40;
    return fail(ErrorKind::kInvalidInput, std::string(to_string(field)) + " takes " + std::string(expected) +
                                              ", not \"" + std::string(slice_code_points(text, 0, kShown)) + "\"");
}

}  // namespace

std::vector<FilterField> all_fields() {
    std::vector<FilterField> fields;
    for (std::size_t i = 0; i < kFields.size(); ++i) fields.push_back(static_cast<FilterField>(i));
    return fields;
}

std::string_view to_string(FilterField field) { return row_of(field).name; }

FieldType type_of(FilterField field) { return row_of(field).type; }

std::optional<FilterField> find_field(std::string_view name) {
    for (std::size_t i = 0; i < kFields.size(); ++i)
        if (is_same(name, kFields.at(i).name)) return static_cast<FilterField>(i);
    return std::nullopt;
}

std::string field_names() {
    std::string names;
    for (const FieldRow& row : kFields) names.append(names.empty() ? "" : ", ").append(row.name);
    return names;
}

std::string_view to_string(FilterOperator operation) { return kOperators.at(static_cast<std::size_t>(operation)); }

Result<FilterValue> parse_value(FilterField field, std::string_view text) {
    FilterValue value{std::string(text), 0, {}};
    switch (type_of(field)) {
        case FieldType::kText:
            if (field == FilterField::kState && !parse_document_state(text))
                return no_value(field, text, "one of " + state_names());
            break;
        case FieldType::kNumber: {
            const auto number = parse_number(text);
            if (!number) return no_value(field, text, "a number");
            value.number = *number;
            break;
        }
        case FieldType::kTime: {
            const auto time = parse_time_span(text);
            if (!time)
                return no_value(field, text, "a time like 2023, 2023-Q2, 2023-06, 2023-06-30 or 2023-06-30T12:00:00Z");
            value.time = *time;
            break;
        }
    }
    return value;
}

Result<void> check_operator(FilterField field, FilterOperator operation) {
    if (operation != FilterOperator::kContains || type_of(field) == FieldType::kText) return {};
    return fail(ErrorKind::kInvalidInput,
                std::string(to_string(field)) + " is no text: compare it with =, !=, <, <=, >, >= or in");
}

}  // namespace genai::filters
