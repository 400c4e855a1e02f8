// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chunks/chunk_rows.hpp"

namespace genai::chunks {

// Reads every row of the version within one transaction, one at a time. Damage is noted; an error is what keeps the
// file from being read at all.
Result<VersionCheck> check_version(platform::Connection& connection, const VersionRow& version);

// Rows whose key names no version.
Result<std::uint64_t> count_stray_rows(platform::Connection& connection);
Result<std::uint64_t> erase_stray_rows(platform::Connection& connection);

}  // namespace genai::chunks
