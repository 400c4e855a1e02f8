// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "model/chunk.hpp"
#include "model/document.hpp"
#include "model/page.hpp"

namespace genai::cli {

// What each document is called where all of them are listed: its name's path, after its root when another document has
// the same one. Safe to show.
std::vector<std::string> to_labels(const std::vector<Document>& documents);

// A line for each document: short id, state, pages, chunks, when, name.
std::string to_document_table(const std::vector<Document>& documents);

// Everything that is known of one document.
std::string to_document_text(const Document& document);
std::string to_document_json(const Document& document);

// A page's text, and where its chunks begin and end in it.
std::string to_page_text(const Page& page, const std::vector<Chunk>& chunks);
std::string to_page_json(const Page& page, const std::vector<Chunk>& chunks);

}  // namespace genai::cli
