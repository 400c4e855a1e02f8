// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "filters/document_table.hpp"
#include "model/filter.hpp"
#include "model/version_filter.hpp"
#include "retrieval/live_index.hpp"

namespace genai::retrieval {

// What the filter lets pass of a collection, and how many documents that is.
struct Allowed {
    VersionFilter versions;
    std::size_t documents = 0;
};

// In terms of the versions that the indexes hold.
Allowed allow(const LiveSet& live, const filters::DocumentTable& table, const Filter& filter);

// One filter over the versions of all collections; each of them is whole in `live`.
VersionFilter unite(std::vector<Allowed> allowed, const std::vector<std::shared_ptr<const LiveSet>>& live);

}  // namespace genai::retrieval
