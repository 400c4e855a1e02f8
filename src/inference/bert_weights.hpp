// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/result.hpp"
#include "inference/aligned_buffer.hpp"
#include "inference/kernels.hpp"
#include "inference/model_description.hpp"
#include "inference/packed_linear.hpp"
#include "inference/safetensors.hpp"

namespace genai::inference {

struct NormWeights {
    AlignedArray<float> gain;
    AlignedArray<float> bias;
};

// One transformer layer, in the order of the computation.
struct BertLayer {
    PackedLinear heads;  // queries, keys, values in one; queries scaled by 1 / sqrt(kHeadSize)
    PackedLinear attention_output;
    NormWeights attention_norm;
    PackedLinear intermediate;
    PackedLinear output;
    NormWeights output_norm;
};

// All weights of a model, packed for one precision and kernel set. Read-only, shared by all threads.
struct BertWeights {
    AlignedArray<float> words;      // [vocabulary][hidden]
    AlignedArray<float> positions;  // [positions][hidden], the embedding of token type 0 added in
    NormWeights embedding_norm;
    std::vector<BertLayer> layers;
};

// Reads and packs; an error names the tensor that is missing or has another shape than the description says.
Result<BertWeights> load_bert_weights(const Safetensors& file, const ModelDescription& model, Precision precision,
                                      const Kernels& kernels);

}  // namespace genai::inference
