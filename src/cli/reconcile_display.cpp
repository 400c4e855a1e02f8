// SPDX-License-Identifier: Apache-2.0
#include "cli/reconcile_display.hpp"

#include <fmt/format.h>

#include "base/json_writer.hpp"
#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

using maintenance::CollectionReport;
using maintenance::Problem;

std::string to_collection_text(const CollectionReport& report) {
    std::string text = fmt::format("collection {}: {}, {}, {}\n", printable(report.scope.collection),
                                   counted(report.documents, "document"), counted(report.pages, "page"),
                                   counted(report.chunks, "chunk"));
    for (const Problem& problem : report.problems) {
        text += fmt::format("  wrong       {} ({}): {}\n", printable(problem.document.display_name()),
                            problem.document.id.substr(0, 8), printable(problem.what));
    }
    for (const chunks::Draft& draft : report.leftovers.unfinished) {
        text += fmt::format("  unfinished  {}, stopped before page {}: genai ingest goes on with it\n",
                            printable(draft.source), draft.next_page);
    }
    if (!report.leftovers.garbage.empty()) {
        text += fmt::format("  left over   {} versions that nothing points to; the next ingest removes them\n",
                            report.leftovers.garbage.size());
    }
    if (!report.leftovers.waiting.empty()) {
        text += fmt::format("  retiring    {} versions replaced or deleted a moment ago; a later ingest removes them\n",
                            report.leftovers.waiting.size());
    }
    return text;
}

std::string to_blobs_text(const maintenance::BlobReport& blobs) {
    std::string text = fmt::format("uploads: {} files, {} bytes\n", with_commas(blobs.blobs), with_commas(blobs.bytes));
    for (const std::string& id : blobs.damaged)
        text += fmt::format("  wrong       {}: its bytes are damaged; upload the file again\n", id);
    for (const Document& document : blobs.missing) {
        text += fmt::format("  wrong       {} ({}): its bytes are gone; upload the file again\n",
                            printable(document.display_name()), document.id);
    }
    if (blobs.unneeded > 0)
        text += fmt::format("  left over   {} files that nothing points to; the server removes them\n", blobs.unneeded);
    return text;
}

void write_blobs(JsonWriter& json, const maintenance::BlobReport& blobs) {
    json.key("uploads").begin_object().member("files", blobs.blobs).member("bytes", blobs.bytes);
    json.member("unneeded", blobs.unneeded).key("damaged").begin_array();
    for (const std::string& id : blobs.damaged) json.value(id);
    json.end_array().key("missing").begin_array();
    for (const Document& document : blobs.missing) json.value(document.id);
    json.end_array().end_object();
}

}  // namespace

std::string to_reconcile_text(const maintenance::ReconcileReport& report, const maintenance::BlobReport& blobs) {
    std::string text;
    for (const CollectionReport& collection : report.collections) text += to_collection_text(collection);
    if (report.stray_rows > 0) {
        text += fmt::format("wrong: {} rows belong to no version\n", with_commas(report.stray_rows));
    }
    text += to_blobs_text(blobs);
    if (report.is_in_order() && blobs.is_in_order()) return text + "everything is in order\n";
    return text +
           "genai reconcile --repair reads damaged documents again where their files are still there, and removes what "
           "belongs to nothing\n";
}

std::string to_reconcile_json(const maintenance::ReconcileReport& report, const maintenance::BlobReport& blobs) {
    JsonWriter json;
    json.begin_object()
        .member("in_order", report.is_in_order() && blobs.is_in_order())
        .member("stray_rows", report.stray_rows);
    json.key("collections").begin_array();
    for (const CollectionReport& collection : report.collections) {
        json.begin_object()
            .member("collection", collection.scope.collection)
            .member("documents", collection.documents)
            .member("pages", collection.pages)
            .member("chunks", collection.chunks)
            .member("garbage", collection.leftovers.garbage.size())
            .member("retiring", collection.leftovers.waiting.size());
        json.key("problems").begin_array();
        for (const Problem& problem : collection.problems) {
            json.begin_object()
                .member("id", problem.document.id)
                .member("name", problem.document.display_name())
                .member("what", problem.what)
                .end_object();
        }
        json.end_array().key("unfinished").begin_array();
        for (const chunks::Draft& draft : collection.leftovers.unfinished) {
            json.begin_object()
                .member("id", draft.document_id)
                .member("path", draft.source)
                .member("next_page", draft.next_page)
                .end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
    write_blobs(json, blobs);
    json.end_object();
    return json.take() + "\n";
}

}  // namespace genai::cli
