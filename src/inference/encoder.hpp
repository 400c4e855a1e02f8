// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "inference/bert_weights.hpp"
#include "inference/kernels.hpp"
#include "inference/model_description.hpp"

namespace genai::inference {

// Tokens of one batch. More rows do not make the arithmetic denser, they only leave the cache.
inline constexpr std::size_t kBatchTokensMax = 512;

// Sequences of token ids packed into one matrix, one after the other and without padding: sequence i is
// ids[offsets[i], offsets[i + 1]).
struct PackedBatch {
    std::vector<std::int32_t> ids;
    std::vector<std::size_t> offsets = {0};

    std::size_t sequences() const { return offsets.size() - 1; }
    std::size_t tokens() const { return ids.size(); }
    void add(std::span<const std::int32_t> sequence) {
        ids.insert(ids.end(), sequence.begin(), sequence.end());
        offsets.push_back(ids.size());
    }
};

// The matrices that one batch needs on its way through the layers, for batches of up to kBatchTokensMax tokens. One a
// thread; made once and used again.
class EncoderWorkspace {
public:
    explicit EncoderWorkspace(const ModelDescription& model);

private:
    friend class Encoder;
    friend class EncoderPass;
    struct Matrices;
    struct Free {
        void operator()(Matrices* matrices) const;
    };
    std::unique_ptr<Matrices, Free> matrices_;
};

struct EncoderSettings {
    std::string model = "all-MiniLM-L6-v2";
    std::filesystem::path folder;  // holds model.safetensors
    Precision precision = Precision::kInt16;
    KernelSet kernel_set = best_kernel_set();
};

// A sentence encoder of the BERT family: token ids to one vector of L2 length 1 a sequence. Computes on the calling
// thread and owns only the weights; encode() may run on many threads at once, each with a workspace of its own. Who
// owns the threads is EncoderPool.
class Encoder {
public:
    static Result<std::unique_ptr<Encoder>> load(const EncoderSettings& settings);

    // Writes [sequences][dimension] to `out`. The batch has 1 to kBatchTokensMax tokens, every sequence 1 to window(),
    // every id is in the vocabulary. `between_steps` is called some dozen times on the way: a place for a question that
    // cannot wait for the end of a large batch.
    void encode(const PackedBatch& batch, EncoderWorkspace& workspace, std::span<float> out,
                const std::function<void()>& between_steps) const;

    const ModelDescription& model() const { return model_; }
    std::size_t dimension() const { return model_.hidden; }
    std::size_t window() const { return model_.window; }  // tokens, [CLS] and [SEP] included
    Precision precision() const { return precision_; }
    KernelSet kernel_set() const { return kernel_set_; }
    // Of model.safetensors.
    const std::string& sha256() const { return sha256_; }

private:
    Encoder() = default;

    ModelDescription model_;
    std::string sha256_;
    Precision precision_ = Precision::kInt16;
    KernelSet kernel_set_ = KernelSet::kPortable;
    BertWeights weights_;
};

}  // namespace genai::inference
