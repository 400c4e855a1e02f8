// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "vectors/settings.hpp"

namespace genai::damage {

// What genai gave for one thing that it was asked for.
struct Given {
    bool is_error = false;
    std::string text;  // everything of the value that people see; the error's message
};
// By what was asked for: "list", "answer: ...", "page ...".
using Reading = std::map<std::string, Given>;

// What a reading asks for.
struct Asked {
    std::vector<std::string> questions;
    std::vector<std::string> documents;                        // ids
    std::vector<std::pair<std::string, std::uint32_t>> pages;  // of a version
};

// Every document of the store in `folder`, each page, and some questions that its texts answer.
Asked what_to_ask(const std::filesystem::path& folder, const std::vector<std::string>& questions);

enum class Also { kNothing, kWrite, kBuildIndex };

// Opens the store and asks it for everything, as `genai documents list`, `query`, `reconcile` and the server do, with
// an embedder that needs no model. With Also::kWrite a document is added to another collection between two readings;
// the things asked for a second time are named "later: ...". With Also::kBuildIndex the vectors' index, of this type
// and kept in the store's folder, is built where there is none before anything is asked; otherwise one that is there is
// used.
Reading read_store(const std::filesystem::path& folder, const Asked& asked, vectors::IndexType type, Also also);

}  // namespace genai::damage
