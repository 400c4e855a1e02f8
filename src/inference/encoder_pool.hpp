// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "inference/encoder.hpp"

namespace genai::inference {

// Who waits for the vectors: a person, or an ingest that has thousands more.
enum class Urgency { kQuestion, kDocument };

// The owner of the compute: its threads, one a core by default, run the encoder for everybody, so that more callers
// never mean more threads. Work is cut into packed batches of similar lengths; a batch is computed by one thread from
// its first layer to its last, so threads never wait for each other and sleep when there is nothing to do. Questions go
// first, and a thread inside a document batch turns aside for a waiting question between the steps of a layer (a few
// milliseconds). Documents of several callers take turns, batch by batch. run() may be called from any number of
// threads.
class EncoderPool {
public:
    // Callers that may wait at one time; more are refused (kOverloaded).
    static constexpr std::size_t kWaitingMax = 256;

    // `threads` 0 means one for each core that this process may use. The encoder outlives the pool.
    EncoderPool(const Encoder& encoder, std::size_t threads);
    // No caller may be inside run().
    ~EncoderPool();
    EncoderPool(const EncoderPool&) = delete;
    EncoderPool& operator=(const EncoderPool&) = delete;

    struct Request {
        // Each of 1 to encoder.window() ids, [CLS] and [SEP] included.
        std::span<const std::vector<std::int32_t>> sequences;
        Urgency urgency = Urgency::kDocument;
        std::size_t batch_sequences_max = 32;  // sequences that are packed into one matrix
    };
    // Encodes the sequences and writes [sequences][dimension] to `out`, in their order. Returns once nothing touches
    // `out` any more; when called off, that is as soon as the batches in progress are done.
    Result<void> run(const Request& request, const Limits& limits, std::span<float> out);

    std::size_t threads() const { return threads_.size(); }
    // Packed batches computed since the start; how one sees that a batch size took effect.
    std::uint64_t batches() const;

private:
    struct Job;
    struct Worker;

    void work();
    void answer_questions(Worker& worker);
    bool take(std::deque<Job*>& queue, Job*& job, std::size_t& batch);
    void compute(Job& job, std::size_t batch, std::optional<EncoderWorkspace>& workspace,
                 const std::function<void()>& between_steps);
    Result<void> wait(Job& job, const Limits& limits);

    const Encoder& encoder_;
    mutable std::mutex mutex_;
    std::condition_variable has_work_;
    std::deque<Job*> questions_;  // jobs with batches that nobody has taken yet
    std::deque<Job*> documents_;
    std::size_t waiting_ = 0;
    std::uint64_t batches_ = 0;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace genai::inference
