// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/facts.hpp"
#include "model/scope.hpp"

namespace genai {

enum class DocumentState {
    kPending,
    kIndexed,
    kPartial,
    kNoText,
    kEncrypted,
    kDamaged,
    kOverLimit,
    kTimedOut,
    kOutOfMemory,
    kDeleted,
};

std::string_view to_string(DocumentState state);
std::optional<DocumentState> parse_document_state(std::string_view name);

// True for the states that make an ingest run count as failed: everything unreadable but no_text.
bool is_failure(DocumentState state);

// What a document is called: the folder (or "upload") that it came from, and its path below it: NFC, "/" separated,
// without "..". Unique within a scope.
struct DocumentName {
    std::string root;
    std::string path;

    auto operator<=>(const DocumentName&) const = default;
};

// A document in a scope, as of its live version.
struct Document {
    std::string id;  // SHA-256 of its bytes, 64 hex digits
    Scope scope;
    std::vector<DocumentName> names;  // at least one, the first given first
    DocumentState state = DocumentState::kPending;
    std::string reason;       // why it is in this state, for people; empty when indexed
    std::string version;      // ULID of the live version
    std::string fingerprint;  // of the settings that it was indexed with
    std::uint64_t bytes = 0;
    std::uint32_t pages = 0;
    std::uint32_t chunks = 0;
    std::chrono::system_clock::time_point indexed_at;
    Facts facts;

    const std::string& display_name() const { return names.front().path; }
};

}  // namespace genai
