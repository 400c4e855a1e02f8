// SPDX-License-Identifier: Apache-2.0
#include "answering/answerer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "answering/asked.hpp"
#include "answering/figure.hpp"
#include "answering/figure_choice.hpp"
#include "answering/statement.hpp"
#include "answering/weighing.hpp"
#include "base/utf8.hpp"

namespace genai::answering {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kNotFound = "Not found in these documents.";
constexpr std::string_view kNothingAllowed = "Not found: no document matches the filter.";
constexpr std::string_view kModel = "extractive";

// Of how many pages, best first, statements are weighed.
constexpr std::size_t kPagesRead = 5;
// How many of the statements that share words with the question are compared with it by meaning.
constexpr std::size_t kStatementsEmbedded = 24;
// The answer quotes at most this many, and none that scores under this share of the best.
constexpr std::size_t kQuotesMax = 3;
constexpr double kQuoteShareMin = 0.92;
// When "not found" is said though the pages share words with the question (docs/decisions/0048): when no statement's
// cosine reaches this share of SIMILARITY_THRESHOLD and none scores this well,
constexpr double kStatementShare = 0.9;
constexpr double kScoreSure = 0.9;
// or when the row that fits best has other periods, by this much.
constexpr double kOtherTimeMargin = 0.2;
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

// The best cosine of any statement.
double nearest_of(const std::vector<Weighed>& weighed) {
    double nearest = 0;
    for (const Weighed& one : weighed) nearest = std::max(nearest, one.cosine);
    return nearest;
}

// Whether the item that is asked for is there, but not for the time that is asked for: its row is clearly better than
// anything else.
bool is_of_other_time(const std::vector<Weighed>& weighed) {
    if (weighed.empty() || !weighed.front().is_other_time) return false;
    const auto next =
        std::find_if(weighed.begin(), weighed.end(), [](const Weighed& one) { return !one.is_other_time; });

    return next == weighed.end() || next->score + kOtherTimeMargin < weighed.front().score;
}

std::vector<facts::Organisation> organisations_of(const retrieval::Retrieval& found) {
    std::vector<facts::Organisation> organisations;
    for (const Passage& passage : found.passages) {
        const auto fact = passage.document.facts.find(FactKey::kOrganisation);
        if (fact != passage.document.facts.end()) organisations.push_back({fact->second.value, {}, {}});
    }
    return organisations;
}

// A page of an organisation that the question does not name, where it names one.
bool is_strange(const Asked& asked, const Passage& passage) {
    const auto fact = passage.document.facts.find(FactKey::kOrganisation);
    if (asked.organisations.empty() || fact == passage.document.facts.end()) return false;
    return std::find(asked.organisations.begin(), asked.organisations.end(), fact->second.value) ==
           asked.organisations.end();
}

}  // namespace

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
    const Asked asked = read_asked(question.text, organisations_of(found));
    auto pages = read_pages(asked, found);
    if (!pages) return propagate(pages);
    std::vector<Weighed> weighed = weigh(asked, *pages, kStatementsEmbedded);
    if (auto done = compare_meaning(found.question_embedding, weighed, limits); !done) return done;
    const double nearest = nearest_of(weighed);
    // A passage of many matters may be far from a question that one of its sentences is near to.
    answer.is_found = answer.is_found || nearest >= settings_.similarity_threshold;
    const bool is_far = nearest > 0 && nearest < kStatementShare * settings_.similarity_threshold;
    if (!weighed.empty() && weighed.front().score < kScoreSure && is_far) answer.is_found = false;
    if (!asked.names_report) {
        if (is_of_other_time(weighed)) answer.is_found = false;
        std::erase_if(weighed, [](const Weighed& one) { return one.is_other_time; });
    }
    if (!answer.is_found) return {};
    for (const Weighed& best : weighed) {
        if (answer.citations.size() >= kQuotesMax) break;
        if (best.score < kQuoteShareMin * weighed.front().score) break;
        const bool is_repeat = std::any_of(answer.citations.begin(), answer.citations.end(),
                                           [&](const Citation& known) { return known.quote == best.statement.quote; });
        if (is_repeat) continue;
        auto citation = cite(found.passages[best.source], (*pages)[best.source].page, best.statement);
        if (!citation) return propagate(citation);
        if (!citation->verified) continue;
        citation->marker = static_cast<int>(answer.citations.size()) + 1;
        if (!answer.text.empty()) answer.text += "\n";
        add_figures(asked, best.figures, citation->marker, answer);
        answer.text += to_display(best.statement) + " [" + std::to_string(citation->marker) + "]";
        answer.citations.push_back(std::move(*citation));
    }
    return {};
}

// The best pages, as they are stored.
Result<std::vector<ReadPage>> Answerer::read_pages(const Asked& asked, const retrieval::Retrieval& found) {
    std::vector<ReadPage> pages;
    for (std::size_t i = 0; i < std::min(kPagesRead, found.passages.size()); ++i) {
        const Passage& passage = found.passages[i];
        auto page = ports_.chunks.find_page(passage.document.version, passage.chunk.page);
        if (!page) return propagate(page);
        if (!*page)
            return fail(ErrorKind::kUnavailable,
                        fmt::format("page {} of {} went away while it was being read: ask again; if it stays away, "
                                    "genai reconcile says what is wrong with the store",
                                    passage.chunk.page, passage.document.display_name()));
        pages.push_back({std::move(**page), is_strange(asked, passage)});
    }
    return pages;
}

// Names the figures of a quoted row that are asked for.
void Answerer::add_figures(const Asked& asked, const std::vector<Figure>& figures, int marker, Answer& answer) {
    for (const FigureChoice& choice : choose_figures(asked, figures)) {
        const Figure& figure = *choice.figure;
        const bool is_repeat = std::any_of(answer.figures.begin(), answer.figures.end(), [&](const CitedFigure& known) {
            return known.citation == marker && known.start == figure.start;
        });
        if (is_repeat || choice.period == PeriodFit::kContrary) continue;
        CitedFigure cited{figure.row_text(), figure.column_text(), {},     0,
                          figure.unit,       figure.value,         marker, figure.start,
                          figure.end};
        if (figure.period) {
            if (figure.period->end.year > 0) cited.period_end = facts::to_string(figure.period->end);
            cited.months = figure.period->months;
        }
        answer.figures.push_back(std::move(cited));
        answer.text += figure.to_text() + " [" + std::to_string(marker) + "]\n";
    }
}

// Adds the cosines of those that fit into the embedder's window.
Result<void> Answerer::compare_meaning(std::span<const float> question_embedding, std::vector<Weighed>& weighed,
                                       const Limits& limits) {
    std::vector<std::string> texts;
    std::vector<Weighed*> compared;
    for (Weighed& one : weighed) {
        std::string text = meaning_of(one);
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
    add_meaning(weighed);
    return {};
}

// The citation of a statement, compared with the page as it is stored.
Result<Citation> Answerer::cite(const Passage& passage, const Page& page, const Statement& statement) {
    Citation citation;
    citation.document_id = passage.document.id;
    citation.document_name = passage.document.display_name();
    citation.collection = passage.document.scope.collection;
    citation.page = passage.chunk.page;
    citation.location = page.location;
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
