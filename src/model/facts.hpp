// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace genai {

// What may be known of a document as a whole, to filter by. `period` is what it is about, `date` when it was issued.
enum class FactKey { kTitle, kOrganisation, kType, kPeriod, kDate };
inline constexpr std::array kFactKeys{FactKey::kTitle, FactKey::kOrganisation, FactKey::kType, FactKey::kPeriod,
                                      FactKey::kDate};
inline constexpr std::size_t kFactCodePointsMax = 500;

std::string_view to_string(FactKey key);
std::optional<FactKey> parse_fact_key(std::string_view name);
// "title, organisation, type, period, date", for messages.
std::string fact_names();

// Who says so: people, whose word wins, or what the document was read from: its text, its file's properties or name.
enum class FactSource { kUser, kText, kMetadata, kFileName };
inline constexpr std::array kFactSources{FactSource::kUser, FactSource::kText, FactSource::kMetadata,
                                         FactSource::kFileName};
std::string_view to_string(FactSource source);
std::optional<FactSource> parse_fact_source(std::string_view name);

struct Fact {
    std::string value;
    FactSource source = FactSource::kUser;

    bool operator==(const Fact&) const = default;
};
using Facts = std::map<FactKey, Fact>;

// What is to be set; nothing for what is to be removed.
using FactChanges = std::map<FactKey, std::optional<std::string>>;

// The text as a fact's value: without white space around it; period and date as parse_time_span() knows them.
// kInvalidInput says what is expected.
Result<std::string> parse_fact(FactKey key, std::string_view text);

}  // namespace genai
