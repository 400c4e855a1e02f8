// SPDX-License-Identifier: Apache-2.0
#include "inference/encoder_pool.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

namespace genai::inference {

// One call of run(). Lives on its caller's stack; in a queue while it has batches to take. Guarded by the pool's mutex,
// except for the vectors that a batch writes.
struct EncoderPool::Job {
    struct Batch {
        std::vector<std::size_t> sequences;  // their numbers in the request
    };
    std::span<const std::vector<std::int32_t>> sequences;
    std::span<float> out;
    std::vector<Batch> batches;
    std::size_t next = 0;
    std::size_t unfinished = 0;  // batches not yet computed or dropped
    std::exception_ptr failure;
    std::condition_variable_any done;
};

// A thread's memory, some 7 MB each, made when the thread first has such work: to make it for threads that may never
// have any would take most of a program's start.
struct EncoderPool::Worker {
    static EncoderWorkspace& ready(std::optional<EncoderWorkspace>& workspace, const Encoder& encoder) {
        if (!workspace) workspace.emplace(encoder.model());
        return *workspace;
    }
    std::optional<EncoderWorkspace> documents;
    std::optional<EncoderWorkspace> questions;
};

namespace {

// Sequences of similar lengths together, the long ones first, so that no thread is left alone with a large last batch.
template <class Batch>
std::vector<Batch> make_batches(std::span<const std::vector<std::int32_t>> sequences, std::size_t sequences_max,
                                std::size_t threads) {
    std::vector<std::size_t> order(sequences.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return sequences[i].size(); });
    std::size_t tokens = 0;
    for (const auto& sequence : sequences) tokens += sequence.size();
    // Small requests are spread over all threads.
    const std::size_t tokens_max = std::clamp((tokens + threads - 1) / threads, kSequenceMax / 4, kBatchTokensMax);
    std::vector<Batch> batches;
    std::size_t filled = 0;
    for (const std::size_t i : order) {
        const std::size_t length = sequences[i].size();
        if (batches.empty() || filled + length > tokens_max || batches.back().sequences.size() == sequences_max) {
            batches.emplace_back();
            filled = 0;
        }
        batches.back().sequences.push_back(i);
        filled += length;
    }
    return batches;
}

}  // namespace

EncoderPool::EncoderPool(const Encoder& encoder, std::size_t threads) : encoder_(encoder) {
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

EncoderPool::~EncoderPool() {
    {
        const std::scoped_lock lock(mutex_);
        ensure(waiting_ == 0, "nobody waits for an encoder pool that ends");
        stopping_ = true;
    }
    has_work_.notify_all();
}

std::uint64_t EncoderPool::batches() const {
    const std::scoped_lock lock(mutex_);
    return batches_;
}

Result<void> EncoderPool::run(const Request& request, const Limits& limits, std::span<float> out) {
    ensure(out.size() == request.sequences.size() * encoder_.dimension(), "every sequence has room for its vector");
    ensure(request.batch_sequences_max > 0, "a batch holds at least one sequence");
    for (const auto& sequence : request.sequences)
        ensure(!sequence.empty() && sequence.size() <= encoder_.window(), "a sequence fits the model's window");
    if (request.sequences.empty()) return {};
    if (Result<void> allowed = limits.check("embedding"); !allowed) return allowed;

    Job job;
    job.sequences = request.sequences;
    job.out = out;
    job.batches = make_batches<Job::Batch>(request.sequences, request.batch_sequences_max, threads_.size());
    job.unfinished = job.batches.size();
    {
        const std::scoped_lock lock(mutex_);
        if (waiting_ == kWaitingMax)
            return fail(ErrorKind::kOverloaded, std::to_string(kWaitingMax) + " embedding requests wait already");
        ++waiting_;
        (request.urgency == Urgency::kQuestion ? questions_ : documents_).push_back(&job);
    }
    job.batches.size() == 1 ? has_work_.notify_one() : has_work_.notify_all();
    return wait(job, limits);
}

Result<void> EncoderPool::wait(Job& job, const Limits& limits) {
    std::unique_lock lock(mutex_);
    const auto is_done = [&] { return job.unfinished == 0; };
    const Deadline::Clock::duration remaining = limits.deadline.remaining();
    if (remaining == Deadline::Clock::duration::max()) {
        job.done.wait(lock, limits.stop, is_done);
    } else {
        job.done.wait_for(lock, limits.stop, remaining, is_done);
    }
    Result<void> outcome;
    if (!is_done()) {
        // Nobody takes the rest any more; what is being computed still writes into the caller's memory.
        outcome = limits.check("embedding");
        job.unfinished -= job.batches.size() - job.next;
        job.next = job.batches.size();
        std::erase(questions_, &job);
        std::erase(documents_, &job);
        job.done.wait(lock, is_done);
    }
    --waiting_;
    if (job.failure) std::rethrow_exception(job.failure);
    return outcome;
}

// Takes a batch of the job at the head, which then goes to the back while it has more. The mutex is held.
bool EncoderPool::take(std::deque<Job*>& queue, Job*& job, std::size_t& batch) {
    if (queue.empty()) return false;
    job = queue.front();
    queue.pop_front();
    batch = job->next++;
    if (job->next < job->batches.size()) queue.push_back(job);
    return true;
}

void EncoderPool::work() {
    Worker worker;
    Job* job = nullptr;
    std::size_t batch = 0;
    for (;;) {
        bool is_question = false;
        {
            std::unique_lock lock(mutex_);
            has_work_.wait(lock, [&] { return stopping_ || !questions_.empty() || !documents_.empty(); });
            if (stopping_) return;
            is_question = take(questions_, job, batch);
            if (!is_question) take(documents_, job, batch);
        }
        if (is_question) {
            compute(*job, batch, worker.questions, [] {});
        } else {
            compute(*job, batch, worker.documents, [&] { answer_questions(worker); });
        }
    }
}

void EncoderPool::answer_questions(Worker& worker) {
    for (;;) {
        Job* job = nullptr;
        std::size_t batch = 0;
        {
            const std::scoped_lock lock(mutex_);
            if (!take(questions_, job, batch)) return;
        }
        compute(*job, batch, worker.questions, [] {});
    }
}

void EncoderPool::compute(Job& job, std::size_t batch, std::optional<EncoderWorkspace>& workspace,
                          const std::function<void()>& between_steps) {
    std::exception_ptr failure;
    try {
        const std::vector<std::size_t>& numbers = job.batches[batch].sequences;
        PackedBatch packed;
        for (const std::size_t i : numbers) packed.add(job.sequences[i]);
        std::vector<float> vectors(numbers.size() * encoder_.dimension());
        encoder_.encode(packed, Worker::ready(workspace, encoder_), vectors, between_steps);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto vector = std::span(vectors).subspan(i * encoder_.dimension(), encoder_.dimension());
            std::ranges::copy(vector, job.out.begin() + static_cast<std::ptrdiff_t>(numbers[i] * encoder_.dimension()));
        }
    } catch (...) {
        failure = std::current_exception();  // thrown again where run() was called
    }
    const std::scoped_lock lock(mutex_);
    ++batches_;
    if (failure) job.failure = failure;
    if (--job.unfinished == 0) job.done.notify_all();
}

}  // namespace genai::inference
