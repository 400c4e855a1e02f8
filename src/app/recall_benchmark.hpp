// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "app/application.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/scope.hpp"
#include "vectors/vector_store.hpp"

namespace genai::app {

// What a collection's vector index finds of what there is, asked with some of its own vectors.
struct RecallFigures {
    vectors::IndexReport index;
    std::size_t questions = 0;
    double recall_at_10 = 0;  // of the ten nearest other chunks, the share found
    double p50_ms = 0;        // of a search as questions get it
    double p99_ms = 0;
    double exact_p50_ms = 0;  // of comparing every row
    double exact_p99_ms = 0;
};

// Brings the collection's indexes up to date, waits for an index that is due, and compares its answers with exact ones.
// kNotFound when the collection has no chunks.
Result<RecallFigures> measure_recall(Application& application, const Scope& scope, const Limits& limits);

}  // namespace genai::app
