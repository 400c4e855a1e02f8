// SPDX-License-Identifier: Apache-2.0
#include "inference/bert_weights.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <string>

namespace genai::inference {

namespace {

// Reads tensors by name and keeps the first error, so that the reading code is a list of names.
class TensorReader {
public:
    explicit TensorReader(const Safetensors& file) : file_(file) {}

    // Zeros where the tensor is missing.
    AlignedArray<float> read_aligned(const std::string& name, std::vector<std::size_t> shape) {
        AlignedArray<float> array(size_of(shape));
        std::ranges::copy(find(name, shape), array.data());
        return array;
    }

    std::vector<float> read(const std::string& name, std::vector<std::size_t> shape) {
        std::vector<float> values(size_of(shape));
        std::ranges::copy(find(name, shape), values.begin());
        return values;
    }

    DenseLayer read_layer(const std::string& name, std::size_t inputs, std::size_t outputs) {
        return {inputs, outputs, read(name + ".weight", {outputs, inputs}), read(name + ".bias", {outputs})};
    }

    NormWeights read_norm(const std::string& name, std::size_t size) {
        return {read_aligned(name + ".weight", {size}), read_aligned(name + ".bias", {size})};
    }

    const std::optional<Error>& error() const { return error_; }

private:
    static std::size_t size_of(std::span<const std::size_t> shape) {
        return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies{});
    }
    std::span<const float> find(const std::string& name, std::span<const std::size_t> shape) {
        const Result<std::span<const float>> values = file_.floats(name, shape);
        if (values) return *values;
        if (!error_) error_ = values.error();
        return {};
    }

    const Safetensors& file_;
    std::optional<Error> error_;
};

// Queries, keys and values as one layer of three times the outputs.
DenseLayer read_heads(TensorReader& reader, const std::string& name, std::size_t hidden) {
    DenseLayer all = reader.read_layer(name + "query", hidden, hidden);
    const float scale = 1.0F / std::sqrt(static_cast<float>(kHeadSize));
    for (float& weight : all.weights) weight *= scale;
    for (float& bias : all.bias) bias *= scale;
    for (const char* part : {"key", "value"}) {
        const DenseLayer next = reader.read_layer(name + part, hidden, hidden);
        all.weights.insert(all.weights.end(), next.weights.begin(), next.weights.end());
        all.bias.insert(all.bias.end(), next.bias.begin(), next.bias.end());
    }
    all.outputs = 3 * hidden;
    return all;
}

}  // namespace

Result<BertWeights> load_bert_weights(const Safetensors& file, const ModelDescription& model, Precision precision,
                                      const Kernels& kernels) {
    TensorReader reader(file);
    const auto pack = [&](const DenseLayer& layer, Tails tails = Tails::kQuantised) {
        return PackedLinear(layer, precision, kernels, tails);
    };
    BertWeights weights;
    const std::size_t hidden = model.hidden;
    weights.words = reader.read_aligned("embeddings.word_embeddings.weight", {model.vocabulary, hidden});
    weights.positions = reader.read_aligned("embeddings.position_embeddings.weight", {model.positions, hidden});
    const std::vector<std::size_t> types_shape = {2, hidden};
    const std::vector<float> types = reader.read("embeddings.token_type_embeddings.weight", types_shape);
    for (std::size_t i = 0; i < weights.positions.size(); ++i) weights.positions[i] += types[i % hidden];
    weights.embedding_norm = reader.read_norm("embeddings.LayerNorm", hidden);
    for (std::size_t i = 0; i < model.layers && !reader.error(); ++i) {
        const std::string name = "encoder.layer." + std::to_string(i) + ".";
        BertLayer layer;
        layer.heads = pack(read_heads(reader, name + "attention.self.", hidden));
        layer.attention_output = pack(reader.read_layer(name + "attention.output.dense", hidden, hidden));
        layer.attention_norm = reader.read_norm(name + "attention.output.LayerNorm", hidden);
        layer.intermediate = pack(reader.read_layer(name + "intermediate.dense", hidden, model.intermediate));
        layer.output = pack(reader.read_layer(name + "output.dense", model.intermediate, hidden), Tails::kExact);
        layer.output_norm = reader.read_norm(name + "output.LayerNorm", hidden);
        weights.layers.push_back(std::move(layer));
    }
    if (reader.error()) return tl::unexpected<Error>(*reader.error());
    return weights;
}

}  // namespace genai::inference
