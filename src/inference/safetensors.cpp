// SPDX-License-Identifier: Apache-2.0
#include "inference/safetensors.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <system_error>

#include "base/hash.hpp"

namespace genai::inference {

namespace {

namespace json = boost::json;

constexpr std::size_t kFileMax = std::size_t{2} << 30;
constexpr std::size_t kHeaderMax = std::size_t{16} << 20;
constexpr std::size_t kDimensionsMax = 4;
constexpr std::size_t kLengthBytes = 8;

tl::unexpected<Error> damaged(const std::string& path, const std::string& what) {
    return fail(ErrorKind::kInvalidInput,
                "the model file " + path + " is damaged or no safetensors file (" + what + "); fetch it again");
}

Result<AlignedBytes> read_file(const std::filesystem::path& path) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error)
        return fail(ErrorKind::kNotFound, "cannot read the model file " + path.string() + " (" + error.message() + ")");
    if (size < kLengthBytes || size > kFileMax)
        return damaged(path.string(), "it has " + std::to_string(size) + " bytes");
    AlignedBytes bytes(size);
    std::ifstream stream(path, std::ios::binary);
    if (!stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size)))
        return fail(ErrorKind::kUnavailable, "reading the model file " + path.string() + " failed");
    return bytes;
}

// A JSON number as a size; nothing for what is negative, broken or no number.
Result<std::size_t> parse_size(const json::value& value) {
    if (value.is_uint64()) return value.get_uint64();
    if (value.is_int64() && value.get_int64() >= 0) return static_cast<std::size_t>(value.get_int64());
    return fail(ErrorKind::kInvalidInput, "a size is not a whole number");
}

Result<std::vector<std::size_t>> parse_sizes(const json::value* value, std::size_t count_max) {
    if (value == nullptr || !value->is_array() || value->get_array().size() > count_max)
        return fail(ErrorKind::kInvalidInput, "a list of sizes is missing or too long");
    std::vector<std::size_t> sizes;
    for (const json::value& item : value->get_array()) {
        Result<std::size_t> size = parse_size(item);
        if (!size) return propagate(size);
        sizes.push_back(*size);
    }
    return sizes;
}

// Bytes of one value; 0 for a dtype that the format does not have.
std::size_t dtype_bytes(std::string_view dtype) {
    for (const std::string_view one : {"BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3"})
        if (dtype == one) return 1;
    for (const std::string_view two : {"I16", "U16", "F16", "BF16"})
        if (dtype == two) return 2;
    for (const std::string_view four : {"I32", "U32", "F32"})
        if (dtype == four) return 4;
    for (const std::string_view eight : {"I64", "U64", "F64"})
        if (dtype == eight) return 8;
    return 0;
}

// Elements x bytes, or an error when that passes what a file can hold.
Result<std::size_t> byte_size(std::span<const std::size_t> shape, std::size_t bytes_each) {
    std::size_t size = bytes_each;
    for (const std::size_t extent : shape) {
        if (extent != 0 && size > kFileMax / extent) return fail(ErrorKind::kInvalidInput, "a tensor is too large");
        size *= extent;
    }
    return size;
}

std::string to_text(std::span<const std::size_t> shape) {
    std::string text = "[";
    for (const std::size_t extent : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    return text + "]";
}

}  // namespace

Result<Safetensors> Safetensors::load(const std::filesystem::path& path, std::string_view expected_sha256) {
    Result<AlignedBytes> bytes = read_file(path);
    if (!bytes) return propagate(bytes);
    Safetensors file;
    file.path_ = path.string();
    file.file_ = std::move(*bytes);
    file.sha256_ = sha256_hex({reinterpret_cast<const char*>(file.file_.data()), file.file_.size()});
    if (!expected_sha256.empty() && file.sha256_ != expected_sha256) {
        return fail(ErrorKind::kInvalidInput, "the model file " + file.path_ + " is not the expected one (SHA-256 " +
                                                  file.sha256_.substr(0, 12) + "..., expected " +
                                                  std::string(expected_sha256.substr(0, 12)) + "...); fetch it again");
    }
    if (Result<void> parsed = file.parse_header(); !parsed) return damaged(file.path_, parsed.error().message);
    return file;
}

Result<void> Safetensors::parse_header() {
    std::uint64_t header_size = 0;
    std::memcpy(&header_size, file_.data(), kLengthBytes);
    if (header_size > kHeaderMax || header_size > file_.size() - kLengthBytes)
        return fail(ErrorKind::kInvalidInput, "its header would have " + std::to_string(header_size) + " bytes");
    data_offset_ = kLengthBytes + header_size;
    const std::size_t data_size = file_.size() - data_offset_;

    boost::system::error_code error;
    const std::string_view text(reinterpret_cast<const char*>(file_.data()) + kLengthBytes, header_size);
    const json::value header = json::parse(text, error);
    if (error || !header.is_object()) return fail(ErrorKind::kInvalidInput, "its header is no JSON object");

    for (const auto& [name, entry] : header.get_object()) {
        if (name == "__metadata__") continue;
        const json::object* fields = entry.if_object();
        const json::value* dtype = fields ? fields->if_contains("dtype") : nullptr;
        if (dtype == nullptr || !dtype->is_string()) return fail(ErrorKind::kInvalidInput, "a tensor has no dtype");
        Tensor tensor;
        tensor.dtype = std::string(dtype->get_string());
        Result<std::vector<std::size_t>> shape = parse_sizes(fields->if_contains("shape"), kDimensionsMax);
        if (!shape) return propagate(shape);
        Result<std::vector<std::size_t>> offsets = parse_sizes(fields->if_contains("data_offsets"), 2);
        if (!offsets) return propagate(offsets);
        tensor.shape = std::move(*shape);
        const Result<std::size_t> size = byte_size(tensor.shape, dtype_bytes(tensor.dtype));
        if (!size) return propagate(size);
        if (offsets->size() != 2 || (*offsets)[0] > (*offsets)[1] || (*offsets)[1] > data_size ||
            (*offsets)[1] - (*offsets)[0] != *size)
            return fail(ErrorKind::kInvalidInput, "the place of tensor " + std::string(name) + " is wrong");
        tensor.begin = (*offsets)[0];
        tensor.end = (*offsets)[1];
        tensors_.emplace(std::string(name), std::move(tensor));
    }
    return {};
}

Result<const Safetensors::Tensor*> Safetensors::find(const std::string& name) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) {
        return fail(ErrorKind::kInvalidInput, "the model file " + path_ + " has no tensor " + name +
                                                  "; it is no sentence encoder of the BERT family");
    }
    return &found->second;
}

Result<std::vector<std::size_t>> Safetensors::shape(const std::string& name) const {
    return find(name).map([](const Tensor* tensor) { return tensor->shape; });
}

Result<std::span<const float>> Safetensors::floats(const std::string& name, std::span<const std::size_t> shape) const {
    const Result<const Tensor*> found = find(name);
    if (!found) return propagate(found);
    const Tensor& tensor = **found;
    const std::size_t offset = data_offset_ + tensor.begin;
    if (tensor.dtype != "F32" || offset % alignof(float) != 0 || !std::ranges::equal(tensor.shape, shape)) {
        return fail(ErrorKind::kInvalidInput, "the model file " + path_ + " has tensor " + name + " as " +
                                                  tensor.dtype + " " + to_text(tensor.shape) + "; F32 " +
                                                  to_text(shape) + " is needed");
    }
    return std::span(reinterpret_cast<const float*>(file_.data() + offset),
                     (tensor.end - tensor.begin) / sizeof(float));
}

}  // namespace genai::inference
