// SPDX-License-Identifier: Apache-2.0
#include "cli/document_display.hpp"

#include <ctime>
#include <map>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "api/document_json.hpp"
#include "base/json_writer.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr std::size_t kShortId = 12;

std::string_view origin_of(FactSource source) {
    switch (source) {
        case FactSource::kUser: return "set by a user";
        case FactSource::kText: return "read in the text";
        case FactSource::kMetadata: return "read in the file's properties";
        case FactSource::kFileName: return "read in the name";
    }
    return "";
}

// Local time, to the minute.
std::string to_local_time(std::chrono::system_clock::time_point time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    localtime_r(&seconds, &local);
    char text[32];
    return {text, std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &local)};
}

}  // namespace

std::vector<std::string> to_labels(const std::vector<Document>& documents) {
    std::map<std::string_view, std::size_t> times;
    for (const Document& document : documents) ++times[document.display_name()];
    std::vector<std::string> labels;
    for (const Document& document : documents) {
        const DocumentName& name = document.names.front();
        labels.push_back(printable_name(times[name.path] > 1 ? name.root + "/" + name.path : name.path));
    }
    return labels;
}

std::string to_document_table(const std::vector<Document>& documents) {
    const std::vector<std::string> labels = to_labels(documents);
    std::vector<std::vector<std::string>> rows{{"ID", "STATUS", "PAGES", "CHUNKS", "INDEXED", "NAME"}};
    std::string reasons;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const Document& document = documents[i];
        const std::string id = document.id.substr(0, kShortId);
        rows.push_back({id, std::string(to_string(document.state)), with_commas(document.pages),
                        with_commas(document.chunks), to_local_time(document.indexed_at), labels[i]});
        if (!document.reason.empty()) reasons += fmt::format("{}: {}\n", id, one_line(document.reason, 400));
    }
    return aligned(rows) + (reasons.empty() ? "" : "\n" + reasons);
}

std::string to_document_text(const Document& document) {
    std::string text;
    auto line = [&text](std::string_view label, std::string_view value) {
        text += fmt::format("{:<12} {}\n", label, printable_name(value));
    };
    line("id", document.id);
    for (const DocumentName& name : document.names) line("name", fmt::format("{} (from {})", name.path, name.root));
    line("status", to_string(document.state));
    if (!document.reason.empty()) line("reason", document.reason);
    line("collection", document.scope.collection);
    line("pages", with_commas(document.pages));
    line("chunks", with_commas(document.chunks));
    line("bytes", with_commas(document.bytes));
    line("indexed", to_local_time(document.indexed_at));
    line("version", document.version);
    for (const auto& [key, fact] : document.facts)
        line(to_string(key), fmt::format("{} ({})", fact.value, origin_of(fact.source)));
    return text;
}

std::string to_document_json(const Document& document) {
    JsonWriter json;
    api::write_document(json, document);
    return json.take() + "\n";
}

std::string to_page_text(const Page& page, const std::vector<Chunk>& chunks) {
    std::string text = printable(page.text) + "\n\n";
    text +=
        styled(fmt::format("Page {}: {}\n", page.number, counted(chunks.size(), "chunk")), Style::kBold, STDOUT_FILENO);
    std::vector<std::vector<std::string>> rows;
    for (const Chunk& chunk : chunks) {
        rows.push_back({std::to_string(chunk.ordinal), fmt::format("{}-{}", chunk.start, chunk.end),
                        fmt::format("{} tokens", chunk.tokens), one_line(chunk.text, 60)});
    }
    return text + aligned(rows);
}

std::string to_page_json(const Page& page, const std::vector<Chunk>& chunks) {
    JsonWriter json;
    json.begin_object().member("page", page.number).member("text", page.text).key("chunks").begin_array();
    for (const Chunk& chunk : chunks) api::write_chunk(json, chunk);
    json.end_array().end_object();
    return json.take() + "\n";
}

}  // namespace genai::cli
