// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/endpoints.hpp"
#include "api/upload_receiver.hpp"
#include "base/json_writer.hpp"

namespace genai::api {

Response upload_documents(const Exchange& exchange) {
    auto upload = exchange.request.upload->end();
    if (!upload) return std::move(upload.error());
    auto taken = exchange.services.jobs().take(std::move(*upload), exchange.limits);
    if (!taken) return to_response(taken.error());
    JsonWriter json;
    json.begin_object().key("documents").begin_array();
    for (const UploadedDocument& document : *taken) {
        const bool is_queued = !document.job_id.empty();
        json.begin_object().member("id", document.id).member("name", document.name.path);
        json.member("job_id", is_queued ? std::optional(document.job_id) : std::nullopt);
        json.member("outcome", is_queued ? "queued" : "unchanged").end_object();
    }
    json.end_array().end_object();
    const bool is_any_queued = std::any_of(taken->begin(), taken->end(),
                                           [](const UploadedDocument& document) { return !document.job_id.empty(); });
    return {.status = is_any_queued ? 202 : 200, .body = json.take()};
}

}  // namespace genai::api
