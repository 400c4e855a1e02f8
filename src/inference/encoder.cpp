// SPDX-License-Identifier: Apache-2.0
#include "inference/encoder.hpp"

#include <algorithm>
#include <cmath>

namespace genai::inference {

namespace {

// Rows that go through the feed-forward layers together: their intermediate values stay in the second-level cache.
constexpr std::size_t kBlockRows = 192;
// Below this many rows left over, a last block is not worth having.
constexpr std::size_t kBlockSlack = 24;

RowRange next_block(std::size_t first, std::size_t rows) {
    const std::size_t last = first + kBlockRows;
    return {first, last + kBlockSlack >= rows ? rows : last};
}

}  // namespace

struct EncoderWorkspace::Matrices {
    // The integer form of a matrix of activations, with room for any precision.
    struct Quantised {
        Quantised(std::size_t rows, std::size_t row_columns)
            : values(rows * row_columns), scale(rows), zero(rows), columns(row_columns) {}
        AlignedArray<std::int16_t> values;
        AlignedArray<float> scale;
        AlignedArray<float> zero;
        std::size_t columns;
    };

    explicit Matrices(const ModelDescription& model)
        : x(kBatchTokensMax * model.hidden),
          heads(3 * kBatchTokensMax * model.hidden),
          context(kBatchTokensMax * model.hidden),
          intermediate((kBlockRows + kBlockSlack) * model.intermediate),
          scratch(attention_scratch()),
          narrow(kBatchTokensMax, model.hidden),
          wide(kBlockRows + kBlockSlack, model.intermediate) {}

    AlignedArray<float> x;        // [tokens][hidden]: what the layers add to
    AlignedArray<float> heads;    // HeadsView
    AlignedArray<float> context;  // [tokens][hidden]: what attention found
    AlignedArray<float> intermediate;
    AlignedArray<float> scratch;
    Quantised narrow;
    Quantised wide;
};

void EncoderWorkspace::Free::operator()(Matrices* matrices) const { delete matrices; }

EncoderWorkspace::EncoderWorkspace(const ModelDescription& model) : matrices_(new Matrices(model)) {}

// One batch on its way through the layers.
class EncoderPass {
public:
    EncoderPass(const ModelDescription& model, const BertWeights& weights, const Kernels& kernels, Precision precision,
                const PackedBatch& batch, EncoderWorkspace& workspace)
        : model_(model),
          weights_(weights),
          kernels_(kernels),
          linear_(kernels.linear(precision)),
          batch_(batch),
          matrices_(*workspace.matrices_),
          heads_{matrices_.heads.data(), model.heads, kBatchTokensMax} {}

    void look_up() {
        for (std::size_t i = 0; i < batch_.sequences(); ++i) {
            for (std::size_t row = batch_.offsets[i]; row < batch_.offsets[i + 1]; ++row) {
                const float* word = &weights_.words[static_cast<std::size_t>(batch_.ids[row]) * model_.hidden];
                const float* position = &weights_.positions[(row - batch_.offsets[i]) * model_.hidden];
                float* out = x(row);
                for (std::size_t k = 0; k < model_.hidden; ++k) out[k] = word[k] + position[k];
            }
        }
        normalise(weights_.embedding_norm, {0, batch_.tokens()});
    }

    void attend(const BertLayer& layer) {
        const RowRange all = {0, batch_.tokens()};
        const RowsView rows = narrow_view(x(0), all.last);
        linear_.project_heads(layer.heads.view(), rows, all, heads_);
        for (std::size_t i = 0; i < batch_.sequences(); ++i) {
            const RowRange range = {batch_.offsets[i], batch_.offsets[i + 1]};
            for (std::size_t head = 0; head < model_.heads; ++head) {
                float* context = matrices_.context.data() + range.first * model_.hidden + head * kHeadSize;
                kernels_.attend(heads_, head, range, matrices_.scratch.data(), context, model_.hidden);
            }
        }
        const RowsView context = narrow_view(matrices_.context.data(), all.last);
        linear_.project_residual(layer.attention_output.view(), context, all, x(0));
        normalise(layer.attention_norm, all);
    }

    // The two feed-forward layers on a block of rows.
    void feed_forward(const BertLayer& layer, RowRange block) {
        const std::size_t rows = block.last - block.first;
        float* hidden = matrices_.intermediate.data();
        const RowsView in = narrow_view(x(block.first), rows);
        linear_.project_gelu(layer.intermediate.view(), in, {0, rows}, hidden);
        for (std::size_t row = 0; row < rows; ++row)
            for (const Outlier& outlier : layer.output.outliers())
                x(block.first + row)[outlier.output] +=
                    outlier.weight * hidden[row * model_.intermediate + outlier.input];
        const RowsView out = view(hidden, rows, model_.intermediate, matrices_.wide);
        linear_.project_residual(layer.output.view(), out, {0, rows}, x(block.first));
        normalise(layer.output_norm, block);
    }

    // One vector of length 1 for each sequence.
    void pool(std::span<float> out) const {
        for (std::size_t i = 0; i < batch_.sequences(); ++i) {
            const auto vector = out.subspan(i * model_.hidden, model_.hidden);
            std::ranges::fill(vector, 0.0F);
            const std::size_t first = batch_.offsets[i];
            const std::size_t last = model_.pooling == Pooling::kMean ? batch_.offsets[i + 1] : first + 1;
            for (std::size_t row = first; row < last; ++row)
                for (std::size_t k = 0; k < model_.hidden; ++k) vector[k] += x(row)[k];
            // The mean's divisor falls out here.
            double squares = 0.0;
            for (const float value : vector) squares += static_cast<double>(value) * value;
            const auto inverse = static_cast<float>(1.0 / std::sqrt(std::max(squares, 1e-30)));
            for (float& value : vector) value *= inverse;
        }
    }

private:
    float* x(std::size_t row) const { return matrices_.x.data() + row * model_.hidden; }

    void normalise(const NormWeights& norm, RowRange rows) const {
        kernels_.layer_norm(x(rows.first), rows.last - rows.first, model_.hidden, norm.gain.data(), norm.bias.data(),
                            model_.epsilon);
    }

    // The matrix as a linear layer reads it: quantised into `store`, or itself for fp32.
    RowsView view(const float* values, std::size_t rows, std::size_t columns,
                  EncoderWorkspace::Matrices::Quantised& store) const {
        if (linear_.quantise == nullptr) return {values, nullptr, nullptr, columns};
        const RowsTarget target = {store.values.data(), store.scale.data(), store.zero.data(), columns};
        linear_.quantise(values, rows, target);
        return {target.values, target.scale, target.zero, columns};
    }
    RowsView narrow_view(const float* values, std::size_t rows) const {
        return view(values, rows, model_.hidden, matrices_.narrow);
    }

    const ModelDescription& model_;
    const BertWeights& weights_;
    const Kernels& kernels_;
    const LinearKernels& linear_;
    const PackedBatch& batch_;
    EncoderWorkspace::Matrices& matrices_;
    HeadsView heads_;
};

void Encoder::encode(const PackedBatch& batch, EncoderWorkspace& workspace, std::span<float> out,
                     const std::function<void()>& between_steps) const {
    ensure(batch.tokens() > 0 && batch.tokens() <= kBatchTokensMax, "a batch fits the workspace");
    ensure(out.size() == batch.sequences() * dimension(), "every sequence has room for its vector");
    for (std::size_t i = 0; i < batch.sequences(); ++i) {
        const std::size_t length = batch.offsets[i + 1] - batch.offsets[i];
        ensure(length > 0 && length <= model_.window, "a sequence fits the model's window");
    }
    for (const std::int32_t id : batch.ids)
        ensure(id >= 0 && static_cast<std::size_t>(id) < model_.vocabulary, "a token is in the vocabulary");

    EncoderPass pass(model_, weights_, kernels(kernel_set_), precision_, batch, workspace);
    pass.look_up();
    for (const BertLayer& layer : weights_.layers) {
        between_steps();
        pass.attend(layer);
        for (RowRange block = next_block(0, batch.tokens());; block = next_block(block.last, batch.tokens())) {
            between_steps();
            pass.feed_forward(layer, block);
            if (block.last == batch.tokens()) break;
        }
    }
    pass.pool(out);
}

Result<std::unique_ptr<Encoder>> Encoder::load(const EncoderSettings& settings) {
    Result<ModelDescription> model = describe_model(settings.model, settings.folder);
    if (!model) return propagate(model);
    if (!is_supported(settings.kernel_set)) {
        return fail(ErrorKind::kInvalidInput,
                    "this CPU has no " + std::string(to_string(settings.kernel_set)) + " for the embedding kernels");
    }
    const Result<Safetensors> file = Safetensors::load(settings.folder / "model.safetensors", model->sha256);
    if (!file) return propagate(file);
    Result<BertWeights> weights = load_bert_weights(*file, *model, settings.precision, kernels(settings.kernel_set));
    if (!weights) return propagate(weights);

    std::unique_ptr<Encoder> encoder(new Encoder);
    encoder->model_ = std::move(*model);
    encoder->sha256_ = file->sha256();
    encoder->precision_ = settings.precision;
    encoder->kernel_set_ = settings.kernel_set;
    encoder->weights_ = std::move(*weights);
    return encoder;
}

}  // namespace genai::inference
