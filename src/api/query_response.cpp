// SPDX-License-Identifier: Apache-2.0
#include "api/query_response.hpp"

#include "base/json_writer.hpp"
#include "filters/expression.hpp"
#include "model/page.hpp"

namespace genai::api {
namespace {

void write_citation(JsonWriter& json, const Citation& citation) {
    json.begin_object().member("marker", citation.marker).member("document", citation.document_name);
    json.member("document_id", citation.document_id).member("page", citation.page).member("quote", citation.quote);
    json.member("location", display_location(citation.page, citation.location));
    json.member("chunk_id", citation.chunk_id).member("start", citation.start).member("end", citation.end);
    json.member("collection", citation.collection);
    json.key("boxes").begin_array();
    for (const Box& box : citation.boxes) {
        json.begin_array().value(box.x0).value(box.y0).value(box.x1).value(box.y1).end_array();
    }
    json.end_array().member("verified", citation.verified).end_object();
}

void write_figure(JsonWriter& json, const CitedFigure& figure) {
    json.begin_object().member("row", figure.row).member("column", figure.column).key("period");
    if (figure.period_end.empty()) {
        json.value(nullptr);
    } else {
        json.begin_object().member("end", figure.period_end).member("months", figure.months).end_object();
    }
    json.member("unit", figure.unit).member("value", figure.value).member("citation", figure.citation);
    json.member("start", figure.start).member("end", figure.end).end_object();
}

void write_source(JsonWriter& json, std::size_t rank, const Passage& source) {
    const Chunk& chunk = source.chunk;
    json.begin_object().member("rank", rank).member("document", source.document.display_name());
    json.member("document_id", source.document.id).member("collection", source.document.scope.collection);
    json.member("page", chunk.page).member("page_end", chunk.page_end);
    json.member("location", display_location(chunk.page, chunk.location));
    json.member("chunk_id", chunk.id).member("text", chunk.text).member("section", chunk.section);
    json.member("start", chunk.start).member("end", chunk.end).member("score", source.score);
    json.key("scores").begin_object().member("vector", source.scores.vector);
    json.member("keyword", source.scores.keyword).member("rerank", nullptr).end_object().end_object();
}

// As they were named: a name, or a list.
void write_collections(JsonWriter& json, const Question& question) {
    json.key("collection");
    if (question.naming == Question::Naming::kOne) {
        json.value(question.scopes.front().collection);
        return;
    }
    json.begin_array();
    for (const Scope& scope : question.scopes) json.value(scope.collection);
    json.end_array();
}

// How the filter was understood, and how many documents it let pass.
void write_filter(JsonWriter& json, const Question& question, const Answer& answer) {
    json.key("filter");
    if (!question.filter) {
        json.value(nullptr);
        return;
    }
    json.begin_object().member("expression", filters::to_expression(*question.filter));
    json.member("documents", answer.documents_allowed).end_object();
}

void write_degraded(JsonWriter& json, const std::vector<Degradation>& degraded) {
    json.key("degraded");
    if (degraded.empty()) {
        json.value(nullptr);
        return;
    }
    json.begin_array();
    for (const Degradation& part : degraded) {
        json.begin_object().member("what", part.what).member("why", part.why).end_object();
    }
    json.end_array();
}

void write_timings(JsonWriter& json, const Timings& timings) {
    json.key("timings_ms").begin_object().member("embed", timings.embed_ms).member("search", timings.search_ms);
    json.member("rerank", 0.0).member("generate", timings.generate_ms).member("total", timings.total_ms).end_object();
}

}  // namespace

std::string to_query_response(const Question& question, const Answer& answer) {
    JsonWriter json;
    json.begin_object().member("question", question.text).key("answer");
    if (question.want == Question::Want::kSourcesOnly) {
        json.value(nullptr);
    } else {
        json.value(answer.text);
    }
    json.key("citations").begin_array();
    for (const Citation& citation : answer.citations) write_citation(json, citation);
    json.end_array().key("figures").begin_array();
    for (const CitedFigure& figure : answer.figures) write_figure(json, figure);
    json.end_array().key("sources").begin_array();
    for (std::size_t i = 0; i < answer.sources.size(); ++i) write_source(json, i + 1, answer.sources[i]);
    json.end_array();
    write_collections(json, question);
    write_filter(json, question, answer);
    json.member("model", answer.model).member("cache", "miss");
    write_degraded(json, answer.degraded);
    write_timings(json, answer.timings);
    json.end_object();
    return json.take();
}

}  // namespace genai::api
