// SPDX-License-Identifier: Apache-2.0
#include "model/document.hpp"

#include <array>
#include <utility>

namespace genai {

namespace {

constexpr std::array<std::pair<DocumentState, std::string_view>, 10> kNames{{
    {DocumentState::kPending, "pending"},
    {DocumentState::kIndexed, "indexed"},
    {DocumentState::kPartial, "partial"},
    {DocumentState::kNoText, "no_text"},
    {DocumentState::kEncrypted, "encrypted"},
    {DocumentState::kDamaged, "damaged"},
    {DocumentState::kOverLimit, "over_limit"},
    {DocumentState::kTimedOut, "timed_out"},
    {DocumentState::kOutOfMemory, "out_of_memory"},
    {DocumentState::kDeleted, "deleted"},
}};

}  // namespace

std::string_view to_string(DocumentState state) {
    for (const auto& [value, name] : kNames)
        if (value == state) return name;
    return "unknown";
}

std::optional<DocumentState> parse_document_state(std::string_view name) {
    for (const auto& [value, known] : kNames)
        if (known == name) return value;
    return std::nullopt;
}

bool is_failure(DocumentState state) {
    switch (state) {
        case DocumentState::kEncrypted:
        case DocumentState::kDamaged:
        case DocumentState::kOverLimit:
        case DocumentState::kTimedOut:
        case DocumentState::kOutOfMemory: return true;
        default: return false;
    }
}

}  // namespace genai
