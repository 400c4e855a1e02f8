// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/router.hpp"

namespace genai::api {

// One function for each route, each in its endpoint_*.cpp. They are called from several threads at once.

Response answer_query(const Exchange& exchange);       // POST /query
Response list_documents(const Exchange& exchange);     // GET /documents
Response delete_documents(const Exchange& exchange);   // DELETE /documents
Response show_document(const Exchange& exchange);      // GET /documents/{id}
Response change_document(const Exchange& exchange);    // PATCH /documents/{id}
Response delete_document(const Exchange& exchange);    // DELETE /documents/{id}
Response show_page_text(const Exchange& exchange);     // GET /documents/{id}/pages/{n}/text
Response list_chunks(const Exchange& exchange);        // GET /documents/{id}/chunks
Response list_collections(const Exchange& exchange);   // GET /collections
Response create_collection(const Exchange& exchange);  // POST /collections
Response show_collection(const Exchange& exchange);    // GET /collections/{name}
Response delete_collection(const Exchange& exchange);  // DELETE /collections/{name}
Response show_liveness(const Exchange& exchange);      // GET /livez
Response show_readiness(const Exchange& exchange);     // GET /readyz, /health, /healthz
Response show_metrics(const Exchange& exchange);       // GET /metrics

}  // namespace genai::api
