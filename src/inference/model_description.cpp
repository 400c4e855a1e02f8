// SPDX-License-Identifier: Apache-2.0
#include "inference/model_description.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <optional>
#include <system_error>

#include "inference/kernels.hpp"

namespace genai::inference {

namespace {

namespace json = boost::json;

constexpr std::size_t kConfigBytesMax = 1 << 20;
constexpr std::size_t kExtentMax = 1 << 20;  // of any one dimension
constexpr std::size_t kLayersMax = 64;

const ModelDescription kMiniLmL6 = {
    .name = "all-MiniLM-L6-v2",
    .sha256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    .vocabulary_sha256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    .hidden = 384,
    .layers = 6,
    .heads = 12,
    .intermediate = 1536,
    .positions = 512,
    .vocabulary = 30522,
    .epsilon = 1e-12F,
    .window = 256,
    .pooling = Pooling::kMean,
};

Result<json::object> read_object(const std::filesystem::path& path) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error) return fail(ErrorKind::kNotFound, "cannot read " + path.string() + " (" + error.message() + ")");
    if (size > kConfigBytesMax) return fail(ErrorKind::kInvalidInput, path.string() + " is too large");
    std::string text(size, '\0');
    std::ifstream(path, std::ios::binary).read(text.data(), static_cast<std::streamsize>(size));
    boost::system::error_code broken;
    json::value value = json::parse(text, broken);
    if (broken || !value.is_object()) return fail(ErrorKind::kInvalidInput, path.string() + " is no JSON object");
    return std::move(value.get_object());
}

std::optional<std::size_t> find_size(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains(key);
    if (value == nullptr || !value->is_int64() || value->get_int64() <= 0) return std::nullopt;
    const auto size = static_cast<std::size_t>(value->get_int64());
    return size <= kExtentMax ? std::optional(size) : std::nullopt;
}

bool is_text_or_absent(const json::object& object, std::string_view key, std::string_view text) {
    const json::value* value = object.if_contains(key);
    return value == nullptr || (value->is_string() && std::string_view(value->get_string()) == text);
}

Result<ModelDescription> parse_config(const json::object& config) {
    ModelDescription model;
    const auto read = [&](std::size_t& into, std::string_view key) {
        const std::optional<std::size_t> value = find_size(config, key);
        into = value.value_or(0);
        return value.has_value();
    };
    if (!read(model.hidden, "hidden_size") || !read(model.layers, "num_hidden_layers") ||
        !read(model.heads, "num_attention_heads") || !read(model.intermediate, "intermediate_size") ||
        !read(model.positions, "max_position_embeddings") || !read(model.vocabulary, "vocab_size"))
        return fail(ErrorKind::kInvalidInput, "config.json lacks a dimension of a BERT model");
    if (!is_text_or_absent(config, "model_type", "bert") || !is_text_or_absent(config, "hidden_act", "gelu") ||
        !is_text_or_absent(config, "position_embedding_type", "absolute"))
        return fail(ErrorKind::kInvalidInput, "only model_type bert with gelu and absolute positions is supported");
    const json::value* epsilon = config.if_contains("layer_norm_eps");
    model.epsilon = epsilon != nullptr && epsilon->is_double() ? static_cast<float>(epsilon->get_double()) : 1e-12F;
    model.window = std::min(model.positions, kSequenceMax);
    return model;
}

Result<void> check_shape(const ModelDescription& model) {
    if (model.hidden != model.heads * kHeadSize)
        return fail(ErrorKind::kInvalidInput, "its heads have " + std::to_string(model.hidden / model.heads) +
                                                  " dimensions, this encoder computes " + std::to_string(kHeadSize));
    if (model.intermediate % kColumnUnit != 0 || model.layers > kLayersMax)
        return fail(ErrorKind::kInvalidInput, "its dimensions are not those of a small BERT model");
    return {};
}

// The optional files of sentence-transformers: the window that the model was trained with, and its pooling.
void apply_sentence_settings(const std::filesystem::path& folder, ModelDescription& model) {
    if (const Result<json::object> file = read_object(folder / "sentence_bert_config.json"))
        model.window = std::min(model.window, find_size(*file, "max_seq_length").value_or(model.window));
    if (const Result<json::object> file = read_object(folder / "1_Pooling" / "config.json")) {
        const json::value* first = file->if_contains("pooling_mode_cls_token");
        if (first != nullptr && first->is_bool() && first->get_bool()) model.pooling = Pooling::kFirstToken;
    }
}

}  // namespace

Result<ModelDescription> describe_model(std::string_view name, const std::filesystem::path& folder) {
    if (name == kMiniLmL6.name) return kMiniLmL6;
    const auto refuse = [&](const Error& error) {
        return fail(error.kind, "the embedding model " + std::string(name) + " in " + folder.string() +
                                    " cannot be used: " + error.message);
    };
    const Result<json::object> config = read_object(folder / "config.json");
    if (!config) return refuse(config.error());
    Result<ModelDescription> model = parse_config(*config);
    if (!model) return refuse(model.error());
    if (const Result<void> fits = check_shape(*model); !fits) return refuse(fits.error());
    apply_sentence_settings(folder, *model);
    model->name = std::string(name);
    return model;
}

}  // namespace genai::inference
