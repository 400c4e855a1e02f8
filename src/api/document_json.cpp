// SPDX-License-Identifier: Apache-2.0
#include "api/document_json.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "api/limits.hpp"
#include "model/page.hpp"

namespace genai::api {
std::string to_rfc3339(std::chrono::system_clock::time_point point) {
    std::time_t seconds = std::chrono::system_clock::to_time_t(point);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return std::string(text.data(), size);
}

void write_document(JsonWriter& json, const Document& document) {
    json.begin_object().member("id", document.id).member("name", document.display_name()).key("names").begin_array();
    for (const DocumentName& name : document.names) json.value(name.path);
    json.end_array().member("collection", document.scope.collection).member("status", to_string(document.state));
    json.key("reason");
    if (document.reason.empty()) {
        json.value(nullptr);
    } else {
        json.value(document.reason);
    }
    json.member("pages", document.pages).member("chunks", document.chunks).member("bytes", document.bytes);
    json.key("facts").begin_object();
    for (const auto& [key, fact] : document.facts) json.member(to_string(key), fact.value);
    json.end_object().key("fact_sources").begin_object();
    for (const auto& [key, fact] : document.facts) json.member(to_string(key), to_string(fact.source));
    json.end_object();
    json.member("indexed_at", to_rfc3339(document.indexed_at)).end_object();
}

void write_collection(JsonWriter& json, const catalog::Collection& collection) {
    json.begin_object().member("name", collection.name).member("documents", collection.documents);
    json.member("pages", collection.pages).member("chunks", collection.chunks).member("bytes", collection.bytes);
    json.end_object();
}

void write_removal(JsonWriter& json, const catalog::Removal& removal) {
    json.begin_object().member("deleted", removal.removed.size()).key("documents").begin_array();
    const std::size_t listed = std::min<std::size_t>(removal.removed.size(), kListMax);
    for (std::size_t i = 0; i < listed; ++i) {
        const Document& document = removal.removed[i];
        json.begin_object().member("id", document.id).member("name", document.display_name()).end_object();
    }
    json.end_array().key("missing").begin_array();
    for (const std::string& id : removal.missing) json.value(id);
    json.end_array().end_object();
}

void write_chunk(JsonWriter& json, const Chunk& chunk) {
    json.begin_object().member("chunk_id", chunk.id).member("ordinal", chunk.ordinal).member("page", chunk.page);
    json.member("page_end", chunk.page_end).member("start", chunk.start).member("end", chunk.end);
    json.member("tokens", chunk.tokens).member("section", chunk.section);
    json.member("location", display_location(chunk.page, chunk.location)).member("header", chunk.header);
    json.member("text", chunk.text).end_object();
}

std::string to_document_list(const std::vector<Document>& documents) {
    JsonWriter json;
    json.begin_array();
    for (const Document& document : documents) write_document(json, document);
    json.end_array();
    return json.take();
}

}  // namespace genai::api
