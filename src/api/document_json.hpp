// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.hpp"
#include "catalog/catalog.hpp"
#include "model/chunk.hpp"
#include "model/document.hpp"

namespace genai::api {

// A document as GET /documents and `genai documents list --json` show it.
void write_document(JsonWriter& json, const Document& document);

// A collection as GET /collections and `genai collections list --json` show it.
void write_collection(JsonWriter& json, const catalog::Collection& collection);

// What a deletion of several documents came to: how many, the first kListMax of them, and the ids of none.
void write_removal(JsonWriter& json, const catalog::Removal& removal);

// A chunk as GET /documents/{id}/chunks shows it.
void write_chunk(JsonWriter& json, const Chunk& chunk);

// An array of documents.
std::string to_document_list(const std::vector<Document>& documents);

}  // namespace genai::api
