// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/router.hpp"

namespace genai::api {

// One function for each route, each in its endpoint_*.cpp. They are called from several threads at once.

Response answer_query(const Exchange& exchange);      // POST /query
Response list_documents(const Exchange& exchange);    // GET /documents
Response upload_documents(const Exchange& exchange);  // POST /documents
Response show_document(const Exchange& exchange);     // GET /documents/{id}
Response delete_document(const Exchange& exchange);   // DELETE /documents/{id}
Response send_file(const Exchange& exchange);         // GET /documents/{id}/file
Response show_page(const Exchange& exchange);         // GET /documents/{id}/pages/{n}
Response show_page_text(const Exchange& exchange);    // GET /documents/{id}/pages/{n}/text
Response list_chunks(const Exchange& exchange);       // GET /documents/{id}/chunks
Response list_jobs(const Exchange& exchange);         // GET /jobs
Response retry_jobs(const Exchange& exchange);        // POST /jobs/retry
Response show_job(const Exchange& exchange);          // GET /jobs/{id}
Response watch_job(const Exchange& exchange);         // GET /jobs/{id}/events
Response cancel_job(const Exchange& exchange);        // POST /jobs/{id}/cancel
Response retry_job(const Exchange& exchange);         // POST /jobs/{id}/retry
Response show_liveness(const Exchange& exchange);     // GET /livez
Response show_readiness(const Exchange& exchange);    // GET /readyz, /health, /healthz
Response show_metrics(const Exchange& exchange);      // GET /metrics

}  // namespace genai::api
