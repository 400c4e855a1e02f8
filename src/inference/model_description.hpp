// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace genai::inference {

// How the vectors of a text's tokens become one.
enum class Pooling { kMean, kFirstToken };

// What one must know of a BERT-family sentence encoder to run it, beside its weights.
struct ModelDescription {
    std::string name;
    std::string sha256;             // of model.safetensors; empty accepts any
    std::string vocabulary_sha256;  // of vocab.txt; empty accepts any
    std::size_t hidden = 0;
    std::size_t layers = 0;
    std::size_t heads = 0;
    std::size_t intermediate = 0;
    std::size_t positions = 0;
    std::size_t vocabulary = 0;
    float epsilon = 0.0F;    // of the layer normalisations
    std::size_t window = 0;  // tokens of a text, [CLS] and [SEP] included
    Pooling pooling = Pooling::kMean;
};

// The description of the model `name` in its folder: built in for the models that we ship, from config.json and the
// files of sentence-transformers for others. A model that the encoder cannot compute exactly is refused.
Result<ModelDescription> describe_model(std::string_view name, const std::filesystem::path& folder);

}  // namespace genai::inference
