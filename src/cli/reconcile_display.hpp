// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "maintenance/blob_check.hpp"
#include "maintenance/reconciler.hpp"

namespace genai::cli {

// What a look at the store found, for people: a line for each collection and each thing that is wrong, unfinished or
// left over, and what to do about it.
std::string to_reconcile_text(const maintenance::ReconcileReport& report, const maintenance::BlobReport& blobs);
std::string to_reconcile_json(const maintenance::ReconcileReport& report, const maintenance::BlobReport& blobs);

}  // namespace genai::cli
