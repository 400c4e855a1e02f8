// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace genai::inference {

// A small model of random weights for tests, in the files of a real one.
struct TestTensor {
    std::vector<std::size_t> shape;
    std::vector<float> values;
};
using TestTensors = std::map<std::string, TestTensor>;

struct TestModelShape {
    std::size_t hidden = 64;
    std::size_t layers = 2;
    std::size_t intermediate = 96;
    std::size_t positions = 64;
    std::size_t vocabulary = 50;
};

inline TestTensors make_test_tensors(const TestModelShape& shape) {
    std::mt19937 random(7);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    TestTensors tensors;
    const auto add = [&](const std::string& name, std::vector<std::size_t> extents, float mean = 0.0F) {
        std::size_t size = 1;
        for (const std::size_t extent : extents) size *= extent;
        TestTensor& tensor = tensors[name];
        tensor.shape = std::move(extents);
        for (std::size_t i = 0; i < size; ++i) tensor.values.push_back(mean + normal(random));
    };
    const auto add_norm = [&](const std::string& name) {
        add(name + ".weight", {shape.hidden}, 1.0F);
        add(name + ".bias", {shape.hidden});
    };
    const auto add_linear = [&](const std::string& name, std::size_t outputs, std::size_t inputs) {
        add(name + ".weight", {outputs, inputs});
        add(name + ".bias", {outputs});
    };
    add("embeddings.word_embeddings.weight", {shape.vocabulary, shape.hidden});
    add("embeddings.position_embeddings.weight", {shape.positions, shape.hidden});
    add("embeddings.token_type_embeddings.weight", {2, shape.hidden});
    add_norm("embeddings.LayerNorm");
    for (std::size_t i = 0; i < shape.layers; ++i) {
        const std::string layer = "encoder.layer." + std::to_string(i) + ".";
        for (const char* part : {"query", "key", "value"})
            add_linear(layer + "attention.self." + part, shape.hidden, shape.hidden);
        add_linear(layer + "attention.output.dense", shape.hidden, shape.hidden);
        add_norm(layer + "attention.output.LayerNorm");
        add_linear(layer + "intermediate.dense", shape.intermediate, shape.hidden);
        add_linear(layer + "output.dense", shape.hidden, shape.intermediate);
        add_norm(layer + "output.LayerNorm");
    }
    return tensors;
}

inline void write_file(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
}

// The bytes of a safetensors file with this header and this data.
inline std::string safetensors_bytes(std::string header, std::string_view data) {
    header.resize((header.size() + 7) / 8 * 8, ' ');
    const std::uint64_t size = header.size();
    std::string bytes(sizeof size, '\0');
    std::memcpy(bytes.data(), &size, sizeof size);
    return bytes + header + std::string(data);
}

inline std::string safetensors_bytes(const TestTensors& tensors) {
    std::string header = "{\"__metadata__\":{\"format\":\"pt\"}";
    std::string data;
    for (const auto& [name, tensor] : tensors) {
        header += ",\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[";
        for (std::size_t i = 0; i < tensor.shape.size(); ++i)
            header += (i > 0 ? "," : "") + std::to_string(tensor.shape[i]);
        header += "],\"data_offsets\":[" + std::to_string(data.size()) + ",";
        data.append(reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float));
        header += std::to_string(data.size()) + "]}";
    }
    return safetensors_bytes(header + "}", data);
}

inline std::string config_json(const TestModelShape& shape) {
    return "{\"model_type\":\"bert\",\"hidden_act\":\"gelu\",\"layer_norm_eps\":1e-12,\"hidden_size\":" +
           std::to_string(shape.hidden) + ",\"num_hidden_layers\":" + std::to_string(shape.layers) +
           ",\"num_attention_heads\":" + std::to_string(shape.hidden / 32) +
           ",\"intermediate_size\":" + std::to_string(shape.intermediate) +
           ",\"max_position_embeddings\":" + std::to_string(shape.positions) +
           ",\"vocab_size\":" + std::to_string(shape.vocabulary) + "}";
}

inline void write_test_model(const std::filesystem::path& folder, const TestModelShape& shape = {}) {
    write_file(folder / "model.safetensors", safetensors_bytes(make_test_tensors(shape)));
    write_file(folder / "config.json", config_json(shape));
}

// all-MiniLM-L6-v2 as the build tree has it once the program is built.
inline std::filesystem::path minilm_folder(const char* build_dir) {
    return std::filesystem::path(build_dir) / "share/genai/models/all-MiniLM-L6-v2";
}

}  // namespace genai::inference
