// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "answering/settings.hpp"
#include "api/settings.hpp"
#include "chunking/settings.hpp"
#include "embedding/settings.hpp"
#include "extraction/settings.hpp"
#include "ingestion/settings.hpp"
#include "platform/log.hpp"
#include "platform/options.hpp"
#include "retrieval/settings.hpp"
#include "vectors/settings.hpp"

namespace genai::app {

// Who does what; each names the choices that this build has.
enum class VectorDb { kFaiss };
enum class LlmProvider { kNone };

// The sum of the modules' settings, and what only the whole program knows.
struct Settings {
    std::filesystem::path data_dir = "./data";
    std::filesystem::path raw_data_dir;  // unset: data_dir/raw
    std::filesystem::path store_dir;     // unset: data_dir/store; nothing in it is the truth
    VectorDb vector_db = VectorDb::kFaiss;
    LlmProvider llm_provider = LlmProvider::kNone;

    vectors::Settings vectors;
    extraction::Settings extraction;
    chunking::Settings chunking;
    embedding::Settings embedding;
    ingestion::Settings ingestion;
    retrieval::Settings retrieval;
    answering::Settings answering;
    api::Settings api;
    platform::LogSettings log;
};

// Every row of the program, in the order of the documentation. `settings` must outlive the table.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::app
