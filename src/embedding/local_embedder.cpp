// SPDX-License-Identifier: Apache-2.0
#include "embedding/local_embedder.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace genai::embedding {

namespace {

constexpr std::size_t kSpecialTokens = 2;  // [CLS] before the text and [SEP] after it
// Texts that are tokenised before they are embedded: bounds the memory for tokens, whatever the caller brings.
constexpr std::size_t kTextsAtOnce = 4096;

inference::Precision to_inference(Precision precision) {
    switch (precision) {
        case Precision::kFp32: return inference::Precision::kFp32;
        case Precision::kInt8: return inference::Precision::kInt8;
        case Precision::kAuto:
        case Precision::kInt16: break;
    }
    return inference::Precision::kInt16;
}

std::string_view to_string(inference::Pooling pooling) { return pooling == inference::Pooling::kMean ? "mean" : "cls"; }

Result<void> check(const Settings& settings) {
    if (settings.device == Device::kCuda) {
        return fail(ErrorKind::kUnavailable,
                    "EMBEDDING_DEVICE=cuda: this build embeds on the CPU only; set it to cpu or auto");
    }
    if (settings.batch_size == 0 || settings.batch_size > kBatchSizeMax)
        return fail(ErrorKind::kInvalidInput, "EMBEDDING_BATCH_SIZE is " + std::to_string(settings.batch_size) +
                                                  "; it must be 1 to " + std::to_string(kBatchSizeMax));
    if (settings.threads > kThreadsMax)
        return fail(ErrorKind::kInvalidInput, "embedding with " + std::to_string(settings.threads) +
                                                  " threads; at most " + std::to_string(kThreadsMax) + " are possible");
    return {};
}

}  // namespace

Result<std::unique_ptr<Embedder>> LocalEmbedder::load(const Settings& settings) {
    if (Result<void> valid = check(settings); !valid) return propagate(valid);
    Result<std::unique_ptr<inference::Encoder>> encoder =
        inference::Encoder::load({.model = settings.model,
                                  .folder = settings.model_folder,
                                  .precision = to_inference(settings.precision),
                                  .kernel_set = inference::best_kernel_set()});
    if (!encoder) return propagate(encoder);
    const inference::ModelDescription& model = (*encoder)->model();
    Result<inference::WordPieceTokenizer> tokenizer =
        inference::WordPieceTokenizer::load(settings.model_folder / "vocab.txt", model.vocabulary_sha256);
    if (!tokenizer) return propagate(tokenizer);
    if (tokenizer->vocabulary_size() > model.vocabulary) {
        return fail(ErrorKind::kInvalidInput, "the vocabulary in " + settings.model_folder.string() +
                                                  " has more pieces than the model; they do not belong together");
    }
    return std::unique_ptr<Embedder>(new LocalEmbedder(settings, std::move(*encoder), std::move(*tokenizer)));
}

LocalEmbedder::LocalEmbedder(const Settings& settings, std::unique_ptr<inference::Encoder> encoder,
                             inference::WordPieceTokenizer tokenizer)
    : settings_(settings),
      encoder_(std::move(encoder)),
      tokenizer_(std::move(tokenizer)),
      pool_(*encoder_, choose_threads(settings, std::thread::hardware_concurrency())) {}

Result<std::vector<std::int32_t>> LocalEmbedder::tokens(std::string_view text) const {
    std::vector<std::int32_t> ids = {tokenizer_.cls()};
    tokenizer_.encode(text, ids);
    ids.push_back(tokenizer_.sep());
    if (ids.size() <= encoder_->window()) return ids;
    return fail(ErrorKind::kInvalidInput, "a text of " + std::to_string(ids.size() - kSpecialTokens) +
                                              " tokens cannot be embedded; " + encoder_->model().name + " takes " +
                                              std::to_string(window_tokens()));
}

Result<Embeddings> LocalEmbedder::embed(std::span<const std::vector<std::int32_t>> sequences,
                                        inference::Urgency urgency, const Limits& limits) {
    Embeddings embeddings(sequences.size(), dimension());
    const inference::EncoderPool::Request request = {sequences, urgency, settings_.batch_size};
    if (Result<void> done = pool_.run(request, limits, embeddings.values()); !done) return propagate(done);
    return embeddings;
}

Result<Embeddings> LocalEmbedder::embed_documents(std::span<const std::string> texts, const Limits& limits) {
    Embeddings all(texts.size(), dimension());
    for (std::size_t first = 0; first < texts.size(); first += kTextsAtOnce) {
        std::vector<std::vector<std::int32_t>> sequences;
        for (const std::string& text : texts.subspan(first, std::min(kTextsAtOnce, texts.size() - first))) {
            Result<std::vector<std::int32_t>> ids = tokens(text);
            if (!ids) return propagate(ids);
            sequences.push_back(std::move(*ids));
        }
        const Result<Embeddings> some = embed(sequences, inference::Urgency::kDocument, limits);
        if (!some) return propagate(some);
        std::ranges::copy(some->values(), all.row(first).begin());
    }
    return all;
}

Result<Embeddings> LocalEmbedder::embed_question(std::string_view text, const Limits& limits) {
    Result<std::vector<std::int32_t>> ids = tokens(text);
    if (!ids) return propagate(ids);
    return embed(std::span(&*ids, 1), inference::Urgency::kQuestion, limits);
}

std::uint32_t LocalEmbedder::count_tokens(std::string_view text) const {
    return static_cast<std::uint32_t>(tokenizer_.count(text));
}

std::uint32_t LocalEmbedder::window_tokens() const {
    return static_cast<std::uint32_t>(encoder_->window() - kSpecialTokens);
}

std::size_t LocalEmbedder::dimension() const { return encoder_->dimension(); }

std::string LocalEmbedder::description() const {
    std::string text = encoder_->model().name + ", " + std::string(inference::to_string(encoder_->precision())) +
                       " on " + std::string(inference::to_string(encoder_->kernel_set()));
    if (settings_.device == Device::kAuto) text += " (CPU: this build has no CUDA)";
    return text;
}

std::string LocalEmbedder::fingerprint() const {
    return "local/" + encoder_->sha256().substr(0, 16) + "-" + tokenizer_.vocabulary_sha256().substr(0, 8) + "/" +
           std::string(inference::to_string(encoder_->precision())) + "/" +
           std::string(to_string(encoder_->model().pooling));
}

}  // namespace genai::embedding
