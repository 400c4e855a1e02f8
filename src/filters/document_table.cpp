// SPDX-License-Identifier: Apache-2.0
#include "filters/document_table.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <utility>

#include "filters/expression.hpp"
#include "filters/fields.hpp"
#include "filters/fold.hpp"

namespace genai::filters {

namespace {

std::optional<FactKey> fact_of(FilterField field) {
    switch (field) {
        case FilterField::kTitle: return FactKey::kTitle;
        case FilterField::kOrganisation: return FactKey::kOrganisation;
        case FilterField::kType: return FactKey::kType;
        case FilterField::kPeriod: return FactKey::kPeriod;
        case FilterField::kDate: return FactKey::kDate;
        default: return std::nullopt;
    }
}

std::vector<std::string> texts_of(const Document& document, FilterField field) {
    switch (field) {
        case FilterField::kId: return {document.id};
        case FilterField::kCollection: return {document.scope.collection};
        case FilterField::kState: return {std::string(to_string(document.state))};
        case FilterField::kName: break;
        default: {
            const auto fact = document.facts.find(*fact_of(field));
            return fact == document.facts.end() ? std::vector<std::string>() : std::vector{fact->second.value};
        }
    }
    std::vector<std::string> names;
    for (const DocumentName& name : document.names) names.push_back(name.path);
    return names;
}

double number_of(const Document& document, FilterField field) {
    switch (field) {
        case FilterField::kPages: return document.pages;
        case FilterField::kChunks: return document.chunks;
        default: return static_cast<double>(document.bytes);
    }
}

std::optional<TimeSpan> time_of(const Document& document, FilterField field) {
    if (field == FilterField::kIndexedAt) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(document.indexed_at).time_since_epoch().count();
        return TimeSpan{seconds, seconds + 1};
    }
    const auto fact = document.facts.find(*fact_of(field));
    return fact == document.facts.end() ? std::nullopt : parse_time_span(fact->second.value);
}

template <class Value>
bool holds(const Value& have, FilterOperator operation, const Value& want) {
    switch (operation) {
        case FilterOperator::kLess: return have < want;
        case FilterOperator::kLessOrEqual: return have <= want;
        case FilterOperator::kGreater: return have > want;
        case FilterOperator::kGreaterOrEqual: return have >= want;
        default: return have == want;
    }
}

bool holds(const std::string& have, FilterOperator operation, const std::string& want) {
    if (operation == FilterOperator::kContains) return have.find(want) != have.npos;
    return holds<std::string>(have, operation, want);
}

// A stretch of time equals the one that it lies within; it is before another when it ends by the other's begin.
bool holds(const TimeSpan& have, FilterOperator operation, const TimeSpan& want) {
    switch (operation) {
        case FilterOperator::kLess: return have.end <= want.begin;
        case FilterOperator::kLessOrEqual: return have.end <= want.end;
        case FilterOperator::kGreater: return have.begin >= want.end;
        case FilterOperator::kGreaterOrEqual: return have.begin >= want.begin;
        default: return have.begin >= want.begin && have.end <= want.end;
    }
}

// The rows that the comparison holds for. "Not equal" and "not in" hold where there is a value and none is equal.
template <class Value>
RowMask compare_column(const Column<Value>& column, FilterOperator operation, const std::vector<Value>& wanted) {
    RowMask mask = column.find_any([&](const Value& have) {
        return std::any_of(wanted.begin(), wanted.end(),
                           [&](const Value& want) { return holds(have, operation, want); });
    });
    if (operation != FilterOperator::kNotEqual && operation != FilterOperator::kNotIn) return mask;
    const RowMask present = column.find_any([](const Value&) { return true; });
    for (std::size_t row = 0; row < mask.size(); ++row) mask[row] = present[row] & (mask[row] ^ 1U);
    return mask;
}

template <class Columns, class Add>
void fill(Columns& columns, FilterField field, const std::vector<Document>& documents, Add add) {
    auto& column = columns[field];
    for (const Document& document : documents) {
        add(column, document);
        column.end_row();
    }
    column.finish();
}

}  // namespace

DocumentTable::DocumentTable(catalog::DocumentSet set)
    : collection_version_(std::move(set.collection_version)), by_version_(set.documents.size()) {
    for (const FilterField field : all_fields()) {
        switch (type_of(field)) {
            case FieldType::kText:
                fill(texts_, field, set.documents, [field](auto& column, const Document& document) {
                    for (const std::string& text : texts_of(document, field)) column.add(fold(text));
                });
                break;
            case FieldType::kNumber:
                fill(numbers_, field, set.documents,
                     [field](auto& column, const Document& document) { column.add(number_of(document, field)); });
                break;
            case FieldType::kTime:
                fill(times_, field, set.documents, [field](auto& column, const Document& document) {
                    if (const auto time = time_of(document, field)) column.add(*time);
                });
                break;
        }
    }
    rows_.reserve(set.documents.size());
    for (Document& document : set.documents) rows_.push_back({std::move(document.id), std::move(document.version)});
    std::iota(by_version_.begin(), by_version_.end(), 0U);
    std::sort(by_version_.begin(), by_version_.end(),
              [this](std::uint32_t a, std::uint32_t b) { return rows_[a].version < rows_[b].version; });
}

DocumentTable::Outcome DocumentTable::resolve(const Filter& filter) const {
    const std::string key = to_expression(filter);
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = outcomes_.find(key); known != outcomes_.end()) return known->second;
    }
    const RowMask mask = evaluate(filter);
    Outcome outcome;
    outcome.documents = static_cast<std::size_t>(std::count(mask.begin(), mask.end(), 1));
    if (outcome.documents < rows_.size() || rows_.empty()) {
        std::vector<std::string> versions;
        versions.reserve(outcome.documents);
        for (const std::uint32_t row : by_version_)
            if (mask[row] != 0) versions.push_back(rows_[row].version);
        outcome.versions = VersionFilter(std::move(versions));
    }
    const std::lock_guard lock(mutex_);
    if (outcomes_.size() >= kOutcomesMax) outcomes_.clear();
    outcomes_.emplace(key, outcome);
    return outcome;
}

std::vector<DocumentTable::Row> DocumentTable::select(const Filter& filter) const {
    const RowMask mask = evaluate(filter);
    std::vector<Row> selected;
    for (std::size_t row = 0; row < rows_.size(); ++row)
        if (mask[row] != 0) selected.push_back(rows_[row]);
    return selected;
}

RowMask DocumentTable::evaluate(const Filter& filter) const {
    if (filter.kind == Filter::Kind::kComparison) return compare(filter);
    RowMask mask = evaluate(filter.parts.front());
    if (filter.kind == Filter::Kind::kNot) {
        for (std::uint8_t& passes : mask) passes ^= 1U;
        return mask;
    }
    for (std::size_t i = 1; i < filter.parts.size(); ++i) {
        const RowMask other = evaluate(filter.parts[i]);
        const bool is_and = filter.kind == Filter::Kind::kAnd;
        for (std::size_t row = 0; row < mask.size(); ++row)
            mask[row] = is_and ? mask[row] & other[row] : mask[row] | other[row];
    }
    return mask;
}

RowMask DocumentTable::compare(const Filter& comparison) const {
    const FilterField field = comparison.field;
    switch (type_of(field)) {
        case FieldType::kNumber: {
            std::vector<double> wanted;
            for (const FilterValue& value : comparison.values) wanted.push_back(value.number);
            return compare_column(numbers_.at(field), comparison.operation, wanted);
        }
        case FieldType::kTime: {
            std::vector<TimeSpan> wanted;
            for (const FilterValue& value : comparison.values) wanted.push_back(value.time);
            return compare_column(times_.at(field), comparison.operation, wanted);
        }
        case FieldType::kText: break;
    }
    std::vector<std::string> wanted;
    for (const FilterValue& value : comparison.values) wanted.push_back(fold(value.text));
    return compare_column(texts_.at(field), comparison.operation, wanted);
}

}  // namespace genai::filters
