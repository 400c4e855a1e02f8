// SPDX-License-Identifier: Apache-2.0

// Between what is read and what the catalog keeps.
#include "facts/document_facts.hpp"
#include "facts/time_mention.hpp"

namespace genai::facts {

namespace {

void put(Facts& facts, FactKey key, std::string_view value, const Origin& origin) {
    if (auto taken = parse_fact(key, value)) facts[key] = {std::move(*taken), origin.source};
}

std::optional<TimeMention> to_time(std::string_view text) { return read_time(Words(text), 0); }

// "2023", "2023-Q2", "2023-06" or "2023-06-30", of the calendar.
std::optional<Period> to_period(std::string_view text) {
    constexpr int kMonthsPerQuarter = 3;
    constexpr int kMonthsPerYear = 12;
    const auto time = to_time(text);
    if (!time || !time->has_year()) return std::nullopt;
    Period period;
    period.year = time->date.year;
    if (time->quarter != 0) {
        period.quarter = time->quarter;
        period.months = kMonthsPerQuarter;
        period.end = {time->date.year, kMonthsPerQuarter * time->quarter, 0};
    } else if (time->date.month != 0) {
        period.end = time->date;
    } else {
        period.months = kMonthsPerYear;
    }
    return period;
}

// A name that the document is read to have already keeps its other names.
void know_organisation(std::optional<Found<Organisation>>& read, const std::string& name, const Origin& origin) {
    const bool is_same = read && short_names(read->value.name) == short_names(name);
    Organisation organisation = is_same ? read->value : Organisation{};
    organisation.name = name;
    read = {std::move(organisation), origin};
}

void know(DocumentFacts& document, FactKey key, const Fact& fact) {
    const Origin origin{fact.source, 0, 0};
    switch (key) {
        case FactKey::kTitle: document.title = {fact.value, origin}; break;
        case FactKey::kOrganisation: know_organisation(document.organisation, fact.value, origin); break;
        case FactKey::kType: {
            const auto type = parse_document_type(fact.value);
            document.type = type ? std::optional(Found<DocumentType>{*type, origin}) : std::nullopt;
            break;
        }
        case FactKey::kPeriod: {
            // The same by the calendar: what was read knows its fiscal year too.
            if (document.period && to_string(document.period->value) == fact.value) break;
            const auto period = to_period(fact.value);
            document.period = period ? std::optional(Found<Period>{*period, origin}) : std::nullopt;
            break;
        }
        case FactKey::kDate: {
            const auto time = to_time(fact.value);
            document.date = time && time->has_year() ? std::optional(Found<Date>{time->date, origin}) : std::nullopt;
            break;
        }
    }
}

bool has(const DocumentFacts& document, FactKey key) {
    switch (key) {
        case FactKey::kTitle: return document.title.has_value();
        case FactKey::kOrganisation: return document.organisation.has_value();
        case FactKey::kType: return document.type.has_value();
        case FactKey::kPeriod: return document.period.has_value();
        case FactKey::kDate: return document.date.has_value();
    }
    return false;
}

}  // namespace

Facts to_facts(const DocumentFacts& document) {
    Facts facts;
    const auto& [title, organisation, type, period, date, named] = document;
    if (title) put(facts, FactKey::kTitle, title->value, title->origin);
    if (organisation) put(facts, FactKey::kOrganisation, organisation->value.name, organisation->origin);
    if (type) put(facts, FactKey::kType, to_string(type->value), type->origin);
    if (period) put(facts, FactKey::kPeriod, to_string(period->value), period->origin);
    if (date) put(facts, FactKey::kDate, to_string(date->value), date->origin);
    return facts;
}

DocumentFacts with_known(DocumentFacts document, const Facts& known) {
    for (const auto& [key, fact] : known)
        if (fact.source == FactSource::kUser || !has(document, key)) know(document, key, fact);
    return document;
}

}  // namespace genai::facts
