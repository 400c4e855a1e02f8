// SPDX-License-Identifier: Apache-2.0
#include "answering/answerer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "answering/question_kind.hpp"
#include "answering/statement.hpp"
#include "base/utf8.hpp"
#include "lexical/text_match.hpp"

namespace genai::answering {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kNotFound = "Not found in these documents.";
constexpr std::string_view kNothingAllowed = "Not found: no document matches the filter.";
constexpr std::string_view kModel = "extractive";

// Of how many pages, best first, statements are weighed.
constexpr std::size_t kPagesRead = 5;
// How many of the statements that share words with the question are compared with it by meaning.
constexpr std::size_t kStatementsEmbedded = 16;
// The answer quotes at most this many, and none that scores under this share of the best.
constexpr std::size_t kQuotesMax = 3;
constexpr double kQuoteShareMin = 0.92;
// What a statement's score is made of beside the share of the question that it holds, at most 1. Found on the questions
// of samples/ and bench/questions; the answers change little around these.
constexpr double kMeaningWeight = 0.5;    // of the cosine
constexpr double kLabelWeight = 0.2;      // of the share of a row's label that the question holds
constexpr double kNumberBonus = 0.1;      // for having one where one is asked for
constexpr double kRankPenalty = 0.05;     // for each page before its page
constexpr double kFragmentPenalty = 0.1;  // for text that ends without a sentence's end
constexpr double kReasonPenalty = 0.3;    // for a row of figures where a reason is asked for
constexpr double kMatchedIdfMin = 0.5;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// A table row reads as "label | cell | cell", under its columns' headings.
std::string to_display(const Statement& statement) {
    const auto with_bars = [](std::string text) {
        for (std::size_t at = 0; (at = text.find('\t', at)) != std::string::npos; at += 3) text.replace(at, 1, " | ");
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    };
    return with_bars(statement.quote);
}

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool ends_sentence(std::string_view text) {
    constexpr std::array<std::string_view, 8> kEnds{".", "!", "?", "\"", ")", "\u201D", "\u3002", "\u0964"};
    return std::any_of(kEnds.begin(), kEnds.end(), [text](std::string_view end) { return text.ends_with(end); });
}

// What the statement's own form says about its being the answer.
double form_score(const Statement& statement, float label_match, const QuestionKind& kind) {
    double score = 0;
    if (statement.is_row) {
        score += kLabelWeight * label_match;
        if (kind.wants_reason) score -= kReasonPenalty;
    } else if (!ends_sentence(statement.quote)) {
        score -= kFragmentPenalty;
    }
    if (kind.wants_number && has_digit(statement.quote)) score += kNumberBonus;
    return score;
}

}  // namespace

struct Answerer::Weighed {
    Statement statement;
    std::size_t source = 0;  // index of its passage
    double score = 0;
    double cosine = 0;  // 0 when it was not compared by meaning
};

Answerer::Answerer(const Settings& settings, retrieval::Retriever& retriever, const retrieval::Retriever::Ports& ports)
    : settings_(settings), retriever_(retriever), ports_(ports) {}

Result<Answer> Answerer::answer(const Question& question, const Limits& limits) {
    if (question.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return fail(ErrorKind::kInvalidInput, "the question is empty");
    }
    const auto begin = Clock::now();
    auto found = retriever_.retrieve(question, retrieval::Legs::kHybrid, limits);
    if (!found) return propagate(found);

    Answer answer;
    answer.timings.embed_ms = found->embed_ms;
    answer.timings.search_ms = found->search_ms;
    answer.degraded = std::move(found->degraded);
    answer.documents_allowed = found->documents_allowed;
    const bool is_near = found->nearness.best_cosine >= settings_.similarity_threshold;
    answer.is_found = !found->passages.empty() && (is_near || found->nearness.best_matched_idf >= kMatchedIdfMin);
    if (question.want == Question::Want::kAnswer) {
        const auto generate_begin = Clock::now();
        answer.model = kModel;
        if (auto quoted = quote(question, *found, answer, limits); !quoted) return propagate(quoted);
        if (answer.citations.empty()) {
            answer.is_found = false;
            answer.text = answer.documents_allowed == 0 ? kNothingAllowed : kNotFound;
        }
        answer.timings.generate_ms = ms_since(generate_begin);
    }
    answer.sources = std::move(found->passages);
    answer.timings.total_ms = ms_since(begin);
    return answer;
}

// Fills in the text and its citations from the best statements of the pages found.
Result<void> Answerer::quote(const Question& question, const retrieval::Retrieval& found, Answer& answer,
                             const Limits& limits) {
    std::vector<Page> pages;
    std::vector<Weighed> weighed;
    for (std::size_t i = 0; i < std::min(kPagesRead, found.passages.size()); ++i) {
        const Passage& passage = found.passages[i];
        auto page = ports_.chunks.find_page(passage.document.version, passage.chunk.page);
        if (!page) return propagate(page);
        if (!*page)
            return fail(ErrorKind::kUnavailable,
                        fmt::format("page {} of {} went away while it was being read: ask again; if it stays away, "
                                    "genai reconcile says what is wrong with the store",
                                    passage.chunk.page, passage.document.display_name()));
        pages.push_back(std::move(**page));
        for (Statement& statement : statements_of(pages.back())) weighed.push_back({std::move(statement), i});
    }
    if (auto done = weigh(question, found.question_embedding, weighed, limits); !done) return done;
    // A passage of many matters may be far from a question that one of its sentences is near to.
    const bool is_near = std::any_of(weighed.begin(), weighed.end(),
                                     [&](const Weighed& one) { return one.cosine >= settings_.similarity_threshold; });
    answer.is_found = answer.is_found || is_near;
    if (!answer.is_found) return {};

    for (const Weighed& best : weighed) {
        if (answer.citations.size() >= kQuotesMax) break;
        if (best.score < kQuoteShareMin * weighed.front().score) break;
        const bool is_repeat = std::any_of(answer.citations.begin(), answer.citations.end(),
                                           [&](const Citation& known) { return known.quote == best.statement.quote; });
        if (is_repeat) continue;
        auto citation = cite(found.passages[best.source], pages[best.source], best.statement);
        if (!citation) return propagate(citation);
        if (!citation->verified) continue;
        citation->marker = static_cast<int>(answer.citations.size()) + 1;
        if (!answer.text.empty()) answer.text += "\n";
        answer.text += to_display(best.statement) + " [" + std::to_string(citation->marker) + "]";
        answer.citations.push_back(std::move(*citation));
    }
    return {};
}

// Orders the statements by the words they share with the question, by their form and their page's rank, keeps the best
// and adds their meaning.
Result<void> Answerer::weigh(const Question& question, std::span<const float> question_embedding,
                             std::vector<Weighed>& weighed, const Limits& limits) {
    std::vector<std::string> texts;
    std::vector<lexical::MatchCandidate> candidates;
    texts.reserve(weighed.size());
    for (const Weighed& one : weighed) {
        texts.push_back(one.statement.in_context());
        candidates.push_back({texts.back(), one.statement.label()});
    }
    const auto matches = lexical::match_texts(question.text, candidates);
    const QuestionKind kind = kind_of(question.text);
    for (std::size_t i = 0; i < weighed.size(); ++i) {
        weighed[i].score = matches[i].question + form_score(weighed[i].statement, matches[i].label, kind) -
                           kRankPenalty * static_cast<double>(weighed[i].source);
    }
    const auto by_score = [](const Weighed& a, const Weighed& b) { return a.score > b.score; };
    std::stable_sort(weighed.begin(), weighed.end(), by_score);
    if (weighed.size() > kStatementsEmbedded) weighed.resize(kStatementsEmbedded);
    if (auto done = compare_meaning(question_embedding, weighed, limits); !done) return done;
    for (Weighed& one : weighed) one.score += kMeaningWeight * one.cosine;
    std::stable_sort(weighed.begin(), weighed.end(), by_score);
    return {};
}

// Fills in the cosines of those that fit into the embedder's window.
Result<void> Answerer::compare_meaning(std::span<const float> question_embedding, std::vector<Weighed>& weighed,
                                       const Limits& limits) {
    std::vector<std::string> texts;
    std::vector<Weighed*> compared;
    for (Weighed& one : weighed) {
        std::string text = one.statement.in_context();
        if (ports_.embedder.count_tokens(text) > ports_.embedder.window_tokens()) text = one.statement.quote;
        if (ports_.embedder.count_tokens(text) > ports_.embedder.window_tokens()) continue;
        texts.push_back(std::move(text));
        compared.push_back(&one);
    }
    if (texts.empty()) return {};
    const auto embeddings = ports_.embedder.embed_documents(texts, limits);
    if (!embeddings) return propagate(embeddings);
    for (std::size_t i = 0; i < compared.size(); ++i) {
        const auto row = embeddings->row(i);
        compared[i]->cosine = std::inner_product(row.begin(), row.end(), question_embedding.begin(), 0.0);
    }
    return {};
}

// The citation of a statement, compared with the page as it is stored.
Result<Citation> Answerer::cite(const Passage& passage, const Page& page, const Statement& statement) {
    Citation citation;
    citation.document_id = passage.document.id;
    citation.document_name = passage.document.display_name();
    citation.collection = passage.document.scope.collection;
    citation.page = passage.chunk.page;
    citation.chunk_id = passage.chunk.id;
    citation.quote = statement.quote;
    citation.start = statement.start;
    citation.end = statement.end;
    citation.boxes = line_boxes(page, statement.start, statement.end);
    citation.verified = slice_code_points(page.text, statement.start, statement.end) == statement.quote;
    const bool is_in_passage = passage.chunk.start <= statement.start && statement.end <= passage.chunk.end;
    if (!is_in_passage) {
        const auto chunks = ports_.chunks.chunks_of_page(passage.document.version, passage.chunk.page);
        if (!chunks) return propagate(chunks);
        for (const Chunk& chunk : *chunks) {
            if (chunk.start <= statement.start && statement.start < chunk.end) citation.chunk_id = chunk.id;
        }
    }
    return citation;
}

}  // namespace genai::answering
