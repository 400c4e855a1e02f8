// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "evaluation/corpus.hpp"
#include "evaluation/question_run.hpp"
#include "extraction/extractor.hpp"
#include "ingestion/discovery.hpp"
#include "retrieval/retriever.hpp"

namespace genai::evaluation {

// Reads the files of write_texts() as documents of one page: the title as its heading, then the text. Holds nothing;
// safe to use from several threads.
class CorpusExtractor final : public extraction::Extractor {
public:
    Result<extraction::Extraction> extract(const extraction::NamedFile& file, const extraction::PageSink& sink,
                                           const Limits& limits) override;
    std::string fingerprint() const override { return "corpus-1"; }
};

// Writes each text of the corpus to a file of its own under `folder`, ready to be ingested in the corpus's order.
Result<std::vector<ingestion::SourceFile>> write_texts(const Corpus& corpus, const std::filesystem::path& folder);

// Asks each leg of the search every query of the corpus, whose texts were ingested from write_texts(): ndcg@10,
// recall@100 and mrr, and the latency of the hybrid search. The measures of the report are those of the hybrid search.
Result<EvaluationReport> run_corpus(const Corpus& corpus, retrieval::Retriever& retriever,
                                    const QuestionRun::Settings& settings,
                                    const std::function<void(std::size_t done)>& on_done, const Limits& limits);

}  // namespace genai::evaluation
