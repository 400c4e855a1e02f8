// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "inference/aligned_buffer.hpp"

namespace genai::inference {

// The tensors of a .safetensors file: 8 bytes with the header's length, a JSON header {name: {dtype, shape,
// data_offsets}}, then the data. Reads the whole file into memory, so that nobody can change it under us afterwards;
// every offset and size is checked before a byte is used. Values are handed out as fp32 alone. Read-only after load().
class Safetensors {
public:
    // A file with another SHA-256 (64 hex digits) than `expected_sha256` is refused; empty accepts any.
    static Result<Safetensors> load(const std::filesystem::path& path, std::string_view expected_sha256);

    // The tensor's values when it exists, is fp32 and has exactly this shape; the error names what it has instead.
    Result<std::span<const float>> floats(const std::string& name, std::span<const std::size_t> shape) const;
    // The tensor's shape; an error when there is none of this name.
    Result<std::vector<std::size_t>> shape(const std::string& name) const;

    const std::string& sha256() const { return sha256_; }

private:
    struct Tensor {
        std::string dtype;
        std::vector<std::size_t> shape;
        std::size_t begin = 0;  // bytes from the start of the data
        std::size_t end = 0;
    };

    Result<const Tensor*> find(const std::string& name) const;
    Result<void> parse_header();

    std::string path_;
    std::string sha256_;
    AlignedBytes file_;
    std::size_t data_offset_ = 0;
    std::map<std::string, Tensor> tensors_;
};

}  // namespace genai::inference
