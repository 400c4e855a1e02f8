// SPDX-License-Identifier: Apache-2.0
#include "app/recall_benchmark.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "evaluation/measures.hpp"

namespace genai::app {
namespace {

constexpr std::size_t kQuestionsMax = 500;
constexpr std::size_t kNearest = 10;

// A chunk as a question: it is its own nearest, which says nothing.
struct Probe {
    ChunkKey key;
    std::vector<float> vector;
};

// Chunks from all over the collection, evenly.
Result<std::vector<Probe>> choose_probes(Application& application, const Scope& scope) {
    const auto live = application.catalog().live_versions(scope);
    if (!live) return propagate(live);
    std::size_t chunks = 0;
    for (const catalog::LiveVersion& version : *live) chunks += version.chunks;
    const std::size_t stride = std::max<std::size_t>(1, chunks / kQuestionsMax);
    std::vector<Probe> probes;
    std::size_t next = 0;  // the chunk wanted, counted from the beginning of the version
    for (const catalog::LiveVersion& version : *live) {
        if (next < version.chunks) {
            auto rows = application.chunks().index_rows(version.version);
            if (!rows) return propagate(rows);
            for (; next < rows->size(); next += stride)
                probes.push_back({{version.version, (*rows)[next].ordinal}, std::move((*rows)[next].vector)});
        }
        next -= std::min<std::size_t>(next, version.chunks);
    }
    return probes;
}

class Comparison {
public:
    Comparison(vectors::VectorStore& store, const Scope& scope) : store_(store), scope_(scope) {}

    Result<void> ask(const Probe& probe, const Limits& limits) {
        const auto exact = search(probe, vectors::Accuracy::kExact, exact_ms_, limits);
        if (!exact) return propagate(exact);
        const auto found = search(probe, vectors::Accuracy::kAsIndexed, indexed_ms_, limits);
        if (!found) return propagate(found);
        for (const VectorHit& hit : *exact) {
            if (hit.key == probe.key) continue;
            ++wanted_;
            const auto is_same = [&](const VectorHit& other) { return other.key == hit.key; };
            if (std::any_of(found->begin(), found->end(), is_same)) ++found_;
        }
        return {};
    }

    RecallFigures figures() const {
        RecallFigures figures;
        figures.questions = indexed_ms_.size();
        figures.recall_at_10 = wanted_ == 0 ? 1 : static_cast<double>(found_) / static_cast<double>(wanted_);
        figures.p50_ms = evaluation::percentile(indexed_ms_, 0.50);
        figures.p99_ms = evaluation::percentile(indexed_ms_, 0.99);
        figures.exact_p50_ms = evaluation::percentile(exact_ms_, 0.50);
        figures.exact_p99_ms = evaluation::percentile(exact_ms_, 0.99);
        return figures;
    }

private:
    Result<std::vector<VectorHit>> search(const Probe& probe, vectors::Accuracy accuracy, std::vector<double>& times,
                                          const Limits& limits) {
        const auto start = std::chrono::steady_clock::now();
        auto hits = store_.search(scope_, {probe.vector, kNearest + 1, VersionFilter(), accuracy}, limits);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        return hits;
    }

    vectors::VectorStore& store_;
    const Scope& scope_;
    std::size_t wanted_ = 0;
    std::size_t found_ = 0;
    std::vector<double> indexed_ms_;
    std::vector<double> exact_ms_;
};

}  // namespace

Result<RecallFigures> measure_recall(Application& application, const Scope& scope, const Limits& limits) {
    if (auto known = require_collection(application.catalog(), scope); !known) return propagate(known);
    const auto probes = choose_probes(application, scope);
    if (!probes) return propagate(probes);
    if (probes->empty())
        return fail(ErrorKind::kNotFound,
                    "the collection " + scope.collection + " has no chunks to measure with: ingest documents first");
    auto engine = application.engine();
    if (!engine) return propagate(engine);
    if (auto ready = (*engine)->retriever->refresh(scope, limits); !ready) return propagate(ready);
    vectors::VectorStore& store = *(*engine)->vectors;
    if (auto settled = store.settle(limits); !settled) return propagate(settled);
    Comparison comparison(store, scope);
    for (const Probe& probe : *probes)
        if (auto asked = comparison.ask(probe, limits); !asked) return propagate(asked);
    RecallFigures figures = comparison.figures();
    auto index = store.report(scope);
    if (!index) return propagate(index);
    figures.index = std::move(*index);
    return figures;
}

}  // namespace genai::app
