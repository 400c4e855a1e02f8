// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.hpp"
#include "model/chunk.hpp"
#include "model/document.hpp"

namespace genai::api {

// A document as GET /documents and `genai documents list --json` show it.
// RFC 3339 in UTC, to the second.
std::string to_rfc3339(std::chrono::system_clock::time_point point);

void write_document(JsonWriter& json, const Document& document);

// A chunk as GET /documents/{id}/chunks shows it.
void write_chunk(JsonWriter& json, const Chunk& chunk);

// An array of documents.
std::string to_document_list(const std::vector<Document>& documents);

}  // namespace genai::api
