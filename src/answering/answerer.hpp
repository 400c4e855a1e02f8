// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "answering/asked.hpp"
#include "answering/figure.hpp"
#include "answering/settings.hpp"
#include "answering/statement.hpp"
#include "answering/weighing.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/answer.hpp"
#include "retrieval/retriever.hpp"

namespace genai::answering {

// Answers a question out of the documents by quoting them: the sentences or table rows of the retrieved pages that
// answer it, word for word, each with a marker [n] and a citation that was compared with the stored page. Says "not
// found" when the best cosine, of a passage or of one of its statements, is under the threshold and less than half of
// the question's idf mass stands on any page found; when no statement is near enough; and when nothing found is of the
// period that is asked for (docs/decisions/0048). The sources are returned all the same. Safe to use from several
// threads.
class Answerer {
public:
    Answerer(const Settings& settings, retrieval::Retriever& retriever, const retrieval::Retriever::Ports& ports);

    // kInvalidInput for an empty question. Question::Want::kSourcesOnly leaves text and citations empty.
    Result<Answer> answer(const Question& question, const Limits& limits);

private:
    Result<void> quote(const Question& question, const retrieval::Retrieval& found, Answer& answer,
                       const Limits& limits);
    Result<std::vector<ReadPage>> read_pages(const Asked& asked, const retrieval::Retrieval& found);
    static void add_figures(const Asked& asked, const std::vector<Figure>& figures, int marker, Answer& answer);
    Result<void> compare_meaning(std::span<const float> question_embedding, std::vector<Weighed>& weighed,
                                 const Limits& limits);
    Result<Citation> cite(const Passage& passage, const Page& page, const Statement& statement);

    Settings settings_;
    retrieval::Retriever& retriever_;
    retrieval::Retriever::Ports ports_;
};

}  // namespace genai::answering
