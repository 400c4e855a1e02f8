// SPDX-License-Identifier: Apache-2.0
#include "evaluation/judgement.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <fmt/format.h>

namespace genai::evaluation {
namespace {

constexpr std::size_t kRecallDepths[] = {1, 5, 10};
constexpr std::size_t kRefDepth = 5;

bool is_called(const Document& document, const std::string& wanted) {
    return std::any_of(document.names.begin(), document.names.end(), [&](const DocumentName& name) {
        const std::filesystem::path path = name.path;
        return name.path == wanted || path.filename() == wanted || path.stem() == wanted;
    });
}

bool is_right(const LabelledQuestion& question, const RightPage& right, const Document& document) {
    return right.document.empty() ? is_right_document(question, document) : is_called(document, right.document);
}

// 1 for each distinct page that answers, 0 for each that does not, in order.
std::vector<double> page_gains(const LabelledQuestion& question, std::span<const Passage> passages) {
    std::set<std::pair<std::string, std::uint32_t>> seen;
    std::vector<double> gains;
    for (const Passage& passage : passages) {
        if (!seen.emplace(passage.document.id, passage.chunk.page).second) continue;
        gains.push_back(is_right_page(question, passage) ? 1 : 0);
    }
    return gains;
}

std::vector<double> document_gains(const LabelledQuestion& question, std::span<const Passage> passages) {
    std::set<std::string> seen;
    std::vector<double> gains;
    for (const Passage& passage : passages) {
        if (seen.insert(passage.document.id).second)
            gains.push_back(is_right_document(question, passage.document) ? 1 : 0);
    }
    return gains;
}

// The share of the cited documents that is among the first k sources.
double documents_found(const LabelledQuestion& question, std::span<const Passage> passages, std::size_t k) {
    auto first = passages.first(std::min(k, passages.size()));
    auto found = std::count_if(question.docs.begin(), question.docs.end(), [&](const std::string& wanted) {
        return std::any_of(first.begin(), first.end(),
                           [&](const Passage& passage) { return is_called(passage.document, wanted); });
    });
    return static_cast<double>(found) / static_cast<double>(question.docs.size());
}

void append_refs(const LabelledQuestion& question, std::span<const Passage> passages, Measures& measures) {
    const bool has_pages = question.refs.front().page != 0;
    std::vector<TextRange> retrieved;
    for (const Passage& passage : passages.first(std::min(kRefDepth, passages.size()))) {
        if (!is_right_document(question, passage.document)) continue;
        retrieved.push_back({has_pages ? passage.chunk.page : 0, passage.chunk.start, passage.chunk.end});
    }
    const Coverage covered = coverage(question.refs, std::move(retrieved));
    measures.emplace_back("ref_recall@5", covered.recall);
    measures.emplace_back("ref_iou@5", covered.iou);
}

// The text without its markers, whose numbers are no part of the answer.
std::string without_markers(const Answer& answer) {
    std::string text = answer.text;
    for (const Citation& citation : answer.citations) {
        const std::string marker = fmt::format("[{}]", citation.marker);
        for (auto at = text.find(marker); at != text.npos; at = text.find(marker)) text.erase(at, marker.size());
    }
    return text;
}

bool has_number(std::string_view text) { return text.find_first_of("0123456789") != std::string_view::npos; }

// What an answer says outright: the figure that it names first, all of them where it computed with them, or its first
// statement where it names none. Not the rows that stand below as evidence.
std::string named_part(const Answer& answer) {
    const std::string text = without_markers(answer);
    if (answer.figures.empty()) return text.substr(0, text.find('\n'));
    return answer.figures.front().value;
}

bool is_right_citation(const LabelledQuestion& question, const Answer& answer, const Citation& citation) {
    auto source = std::find_if(answer.sources.begin(), answer.sources.end(),
                               [&](const Passage& passage) { return passage.document.id == citation.document_id; });
    if (source == answer.sources.end()) return false;
    if (question.pages.empty()) return is_right_document(question, source->document);
    return std::any_of(question.pages.begin(), question.pages.end(), [&](const RightPage& right) {
        return right.page == citation.page && is_right(question, right, source->document);
    });
}

void append_citations(const LabelledQuestion& question, const Answer& answer, Measures& measures) {
    if (answer.citations.empty()) return;
    const auto total = static_cast<double>(answer.citations.size());
    auto verified = std::count_if(answer.citations.begin(), answer.citations.end(),
                                  [](const Citation& citation) { return citation.verified; });
    auto right = std::count_if(answer.citations.begin(), answer.citations.end(),
                               [&](const Citation& citation) { return is_right_citation(question, answer, citation); });
    if (!question.docs.empty() || !question.pages.empty()) {
        measures.emplace_back("citation_precision", static_cast<double>(right) / total);
    }
    measures.emplace_back("citations_verified", static_cast<double>(verified) / total);
}

}  // namespace

bool is_right_document(const LabelledQuestion& question, const Document& document) {
    return question.docs.empty() || std::any_of(question.docs.begin(), question.docs.end(),
                                                [&](const std::string& wanted) { return is_called(document, wanted); });
}

bool is_right_page(const LabelledQuestion& question, const Passage& passage) {
    return std::any_of(question.pages.begin(), question.pages.end(), [&](const RightPage& right) {
        return passage.chunk.page <= right.page && right.page <= passage.chunk.page_end &&
               is_right(question, right, passage.document);
    });
}

Measures judge_ranking(const LabelledQuestion& question, std::span<const Passage> passages) {
    Measures measures;
    if (!question.pages.empty()) {
        const auto gains = page_gains(question, passages);
        for (std::size_t k : kRecallDepths) measures.emplace_back(fmt::format("page_recall@{}", k), hit_at(gains, k));
    }
    if (!question.docs.empty()) {
        std::vector<double> gains;  // by source, not by distinct document
        for (const Passage& passage : passages) gains.push_back(is_right_document(question, passage.document) ? 1 : 0);
        for (std::size_t k : kRecallDepths)
            measures.emplace_back(fmt::format("document_recall@{}", k), hit_at(gains, k));
        measures.emplace_back("documents_found@5", documents_found(question, passages, 5));
    }
    if (!question.pages.empty() || !question.docs.empty()) {
        const bool by_page = !question.pages.empty();
        const auto gains = by_page ? page_gains(question, passages) : document_gains(question, passages);
        measures.emplace_back("mrr", reciprocal_rank(gains));
        const std::size_t relevant = by_page ? question.pages.size() : question.docs.size();
        measures.emplace_back("ndcg@10", ndcg_at(gains, kJudgedDepth, std::vector<double>(relevant, 1.0)));
    }
    if (!question.refs.empty()) append_refs(question, passages, measures);
    return measures;
}

Measures judge_answer(const LabelledQuestion& question, const Answer& answer) {
    if (question.is_unanswerable) return {{"not_found_accuracy", answer.is_found ? 0 : 1}};
    Measures measures{{"answered", answer.is_found ? 1 : 0}, {"not_found_wrong", answer.is_found ? 0 : 1}};
    if (!question.answer.empty()) {
        const std::string text = without_markers(answer);
        measures.emplace_back("answer_match", answer.is_found && is_answer_match(question.answer, text) ? 1 : 0);
        if (has_number(question.answer)) {
            const bool is_right = answer.is_found && is_answer_match(question.answer, named_part(answer));
            measures.emplace_back("figure_right", is_right ? 1 : 0);
        }
        measures.emplace_back("answer_f1", answer.is_found ? answer_f1(question.answer, text) : 0);
    }
    append_citations(question, answer, measures);
    return measures;
}

}  // namespace genai::evaluation
