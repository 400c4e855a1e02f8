// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "platform/options.hpp"

namespace genai::retrieval {

// The weights say what each leg's z-scores count for in a page's score; found by measurement (docs/decisions/0008).
struct Settings {
    std::size_t top_k = 5;               // TOP_K: sources of an answer, when the question does not say
    double vector_weight = 0.3;          // VECTOR_WEIGHT: the cosine of the page's nearest chunk
    double page_weight = 0.35;           // PAGE_WEIGHT: BM25 of the page
    double passage_weight = 0.35;        // PASSAGE_WEIGHT: BM25 of the page's best chunk
    double document_weight = 0.5;        // DOCUMENT_WEIGHT: BM25 of the whole document
    double rest_vector_weight = 0.3;     // REST_VECTOR_WEIGHT: the same, of the question without names and periods
    double facts_weight = 1;             // FACTS_WEIGHT: how well the document is what the question names
    double profile_weight = 1.5;         // PROFILE_WEIGHT: how well the page is what the question asks of the field
    std::string profile = "auto";        // PROFILE: which profile, as profiles::ProfileChoice reads it
    std::filesystem::path profiles_dir;  // PROFILES_DIR: one's own profiles
    std::size_t candidates = 200;        // CANDIDATES: how many each leg contributes
};

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::retrieval
