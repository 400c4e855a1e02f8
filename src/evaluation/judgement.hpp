// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "evaluation/measures.hpp"
#include "evaluation/questions.hpp"
#include "model/answer.hpp"
#include "model/passage.hpp"

namespace genai::evaluation {

// How many passages a ranking needs for every measure of it.
inline constexpr std::size_t kJudgedDepth = 10;

// True when the document is one of the question's `docs`, by one of its names' path, file name or stem; with no docs
// every document is.
bool is_right_document(const LabelledQuestion& question, const Document& document);
// True when the passage stands on one of the question's pages, in a right document.
bool is_right_page(const LabelledQuestion& question, const Passage& passage);

// page_recall@1/5/10, document_recall@1/5/10, documents_found@5, mrr, ndcg@10, ref_recall@5, ref_iou@5: those that the
// question has labels for. `passages` are in order, best first.
Measures judge_ranking(const LabelledQuestion& question, std::span<const Passage> passages);

// answered and not_found_wrong, or not_found_accuracy; answer_match, figure_right, answer_f1, citation_precision,
// citations_verified: those that the question has labels for.
Measures judge_answer(const LabelledQuestion& question, const Answer& answer);

}  // namespace genai::evaluation
