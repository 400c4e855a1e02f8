// SPDX-License-Identifier: Apache-2.0
#include "answering/answerer.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "answering/statement.hpp"
#include "base/utf8.hpp"

namespace genai::answering {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kNotFound = "Not found in these documents.";
constexpr std::string_view kModel = "extractive";

// Of how many pages, best first, statements are weighed.
constexpr std::size_t kPagesRead = 5;
// How many of the statements that share words with the question are compared with it by meaning.
constexpr std::size_t kStatementsEmbedded = 12;
// The answer quotes at most this many, and none that scores under this share of the best.
constexpr std::size_t kQuotesMax = 3;
constexpr double kQuoteShareMin = 0.92;
// What a page's place among the sources takes off its statements' scores.
constexpr double kRankPenalty = 0.03;
constexpr double kOverlapWeight = 0.8;
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

}  // namespace

struct Answerer::Weighed {
    Statement statement;
    std::size_t source = 0;  // index of its passage
    double overlap = 0;      // share of the question's idf mass
    double score = 0;
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
    const bool is_near = found->best_cosine >= settings_.similarity_threshold;
    answer.is_found = !found->passages.empty() && (is_near || found->best_matched_idf >= kMatchedIdfMin);
    if (question.want == Question::Want::kAnswer) {
        const auto generate_begin = Clock::now();
        answer.model = kModel;
        if (answer.is_found) {
            if (auto quoted = quote(question, *found, answer, limits); !quoted) return propagate(quoted);
        }
        if (answer.citations.empty()) {
            answer.is_found = false;
            answer.text = kNotFound;
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
        pages.push_back(page->value_or(Page{}));
        for (Statement& statement : statements_of(pages.back())) weighed.push_back({std::move(statement), i});
    }
    if (auto done = weigh(question, found.question_embedding, weighed, limits); !done) return done;

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

// Keeps the statements that share most with the question and orders them by meaning, words and their page's rank.
Result<void> Answerer::weigh(const Question& question, std::span<const float> question_embedding,
                             std::vector<Weighed>& weighed, const Limits& limits) {
    std::vector<std::string> texts;
    for (const Weighed& one : weighed) texts.push_back(one.statement.in_context());
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    const auto overlaps = ports_.indexes.pages.overlap(question.scope, question.text, views);
    if (!overlaps) return propagate(overlaps);
    for (std::size_t i = 0; i < weighed.size(); ++i) {
        weighed[i].overlap = (*overlaps)[i];
        weighed[i].score = weighed[i].overlap - kRankPenalty * static_cast<double>(weighed[i].source);
    }
    const auto by_score = [](const Weighed& a, const Weighed& b) { return a.score > b.score; };
    std::stable_sort(weighed.begin(), weighed.end(), by_score);
    if (weighed.size() > kStatementsEmbedded) weighed.resize(kStatementsEmbedded);

    texts.clear();
    std::vector<std::size_t> embedded_as(weighed.size());
    for (std::size_t i = 0; i < weighed.size(); ++i) {
        std::string text = weighed[i].statement.in_context();
        if (ports_.embedder.count_tokens(text) > ports_.embedder.window_tokens()) text = weighed[i].statement.quote;
        const bool is_too_long = ports_.embedder.count_tokens(text) > ports_.embedder.window_tokens();
        embedded_as[i] = is_too_long ? std::string::npos : texts.size();
        if (!is_too_long) texts.push_back(std::move(text));
    }
    if (texts.empty()) return {};
    const auto embeddings = ports_.embedder.embed_documents(texts, limits);
    if (!embeddings) return propagate(embeddings);
    for (std::size_t i = 0; i < weighed.size(); ++i) {
        double cosine = 0;
        if (embedded_as[i] != std::string::npos) {
            const auto row = embeddings->row(embedded_as[i]);
            for (std::size_t d = 0; d < row.size(); ++d) cosine += static_cast<double>(row[d]) * question_embedding[d];
        }
        weighed[i].score =
            cosine + kOverlapWeight * weighed[i].overlap - kRankPenalty * static_cast<double>(weighed[i].source);
    }
    std::stable_sort(weighed.begin(), weighed.end(), by_score);
    return {};
}

// The citation of a statement, compared with the page as it is stored.
Result<Citation> Answerer::cite(const Passage& passage, const Page& page, const Statement& statement) {
    Citation citation;
    citation.document_id = passage.document.id;
    citation.document_name = passage.document.display_name();
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
